import { createSecretKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { createSecretBox } from '../../../../src/adapters/secrets/create-secret-box.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../../../src/bot/system-clock.ts';
import {
  isTicketKind,
  ROUTE_KINDS,
  type RouteKind,
  routePlace,
} from '../../../../src/core/watch/notifications/route.ts';
import { RouteBook, type SealedRoute } from '../../../../src/core/watch/notifications/route-book.ts';
import { type Loopback, startLoopback } from '../../../adapters/http/loopback.ts';
import { CLOSED, SYSTEMS, type TicketStandIn } from '../../../adapters/tickets/stand-ins.ts';
import { seededRandom } from '../../../core/watch/seeded-random.ts';
import type { Program } from '../../../processes/start-program.ts';
import { fillOutbox, type Written } from './fill-outbox.ts';
import { Killer, toDeath } from './killer.ts';
import { type LifeOrder, load } from './rig.ts';

/** Takes minutes: `SAMARITAN_ROUTE_KILLS=300 npx vitest run test/e2e/watch/kills/routes.test.ts`. */
const KILLS = Number(process.env.SAMARITAN_ROUTE_KILLS ?? 0);
const DAY_MS = 86_400_000;
const PLACES = ROUTE_KINDS.map(routePlace);

/** What a receiver took, in order. */
interface Taken {
  life: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Every kind of route has a receiver that, killed around or not, keeps what it took. */
describe.runIf(KILLS > 0)('a delivery to every kind of route that is killed with SIGKILL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-route-kills-'));
  const killer = new Killer();
  const taken = new Map<RouteKind, Taken[]>(ROUTE_KINDS.map((kind) => [kind, []]));
  const desks = new Map<string, TicketStandIn>();
  const servers: Loopback[] = [];
  const standby: Program[] = [];
  let mail: SMTPServer;
  let first: Written[] = [];
  let second: Written[] = [];
  let [life, kills] = [0, 0];

  const keep = (kind: RouteKind, body: string, headers = {}): void =>
    void taken.get(kind)?.push({ life, headers, body });

  /** Answers as its maker's system, or only takes what it is posted. */
  async function startReceiver(kind: RouteKind): Promise<SealedRoute> {
    const system = isTicketKind(kind) ? SYSTEMS[kind] : undefined;
    const desk = system?.create();
    if (desk) desks.set(kind, desk);
    const server = await startLoopback((request, response) => {
      const answering = killer.around(async () => {
        if (!desk) keep(kind, request.body, request.headers);
        return desk?.answer(request) ?? { status: 202, json: {} };
      });
      void answering.then((answer) => {
        if (!answer) return response.destroy();
        return response
          .writeHead(answer.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer.json));
      });
    });
    servers.push(server);
    const secrets = [{ value: `whsec_${randomBytes(32).toString('base64')}`, until: null }];
    const sealed = { kind, url: system ? server.origin : `${server.origin}/hook`, mayBePrivate: true, secrets };
    return system ? { ...sealed, fields: { ...system.fields, client: '1', 'closed-status': String(CLOSED) } } : sealed;
  }

  async function startMail(): Promise<number> {
    mail = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
      onData: (stream, _session, done) =>
        void text(stream)
          .then((raw) => killer.around(async () => keep('mail', raw) ?? 'kept'))
          .then((kept) => kept && done())
          // A kill in the middle of a mail.
          .catch(done),
    });
    mail.on('error', () => {});
    mail.listen(0, '127.0.0.1');
    await once(mail.server, 'listening');
    return (mail.server.address() as AddressInfo).port;
  }

  beforeAll(
    async () => {
      const database = join(folder, 'samaritan.db');
      const masterKey = randomBytes(32);
      const storage = await openStorage({ file: database, clock: systemClock, cron });
      const book = new RouteBook(storage.secrets, storage.settings);
      const box = createSecretBox(createSecretKey(masterKey));
      for (const kind of ROUTE_KINDS) {
        const sealed = kind === 'mail' ? { ...MAIL } : await startReceiver(kind);
        await book.put({ name: kind, kind, host: 'here', createdAt: 0, createdBy: 'test' }, sealed, box);
      }
      await storage.close();
      const routes = { masterKey: masterKey.toString('base64'), mailPort: await startMail() };
      const count = Math.max(4, Math.ceil(KILLS / 7));
      const random = seededRandom(11);
      const live = async (): Promise<boolean> => {
        while (standby.length < 2) standby.push(load());
        const child = standby.shift() ?? load();
        const death = kills < KILLS ? toDeath(kills, random, 30) : null;
        life += 1;
        killer.arm(child, death);
        const order: LifeOrder = { database, routes, dieAtStep: death?.by === 'step' ? death.at : 0 };
        child.say(JSON.stringify(order));
        const code = await child.ended;
        if (code !== null && code !== 0) throw new Error(`it ended with ${code}: ${child.output()}`);
        return code === null;
      };
      first = await fillOutbox(database, PLACES, count, { until: Date.now() - 3 * DAY_MS });
      while (await live()) kills += 1;
      // What was told as open ends only now.
      second = await fillOutbox(database, PLACES, count);
      while (await live()) kills += 1;
    },
    300_000 + KILLS * 10_000,
  );
  afterAll(async () => {
    await Promise.all(standby.map((one) => one.stop('SIGKILL')));
    await Promise.all(servers.map((server) => server.close()));
    await new Promise<void>((resolve) => mail.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  });

  const posted = (kind: RouteKind): Written[] =>
    [...first, ...second].filter(
      (one) => one.place === routePlace(kind) && (one.kind === 'open' || one.kind === 'recover'),
    );
  const of = (kind: RouteKind): Taken[] => taken.get(kind) ?? [];
  const idsOf = (kind: RouteKind, pattern: RegExp): string[] =>
    of(kind).flatMap(({ body }) => [...body.matchAll(pattern)].map(([, id = '']) => id));
  /** No life sends the same twice, so that each repetition is a kill's. */
  const repeated = (ids: readonly string[]): number => ids.length - new Set(ids).size;

  it('gives a webhook everything, and a repetition the id of the first', () => {
    expect(kills).toBeGreaterThan(KILLS / 2);
    const ids = of('webhook').map(({ headers }) => String(headers['webhook-id']));
    expect(posted('webhook').filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(new Set(of('webhook').map(({ headers, life: at }) => `${headers['webhook-id']} ${at}`)).size).toBe(
      ids.length,
    );
    process.stdout.write(
      `${kills} kills, ${first.length + second.length} deliveries; webhook: ${repeated(ids)} repeated\n`,
    );
  });

  it('mails everything, and a repetition under the same id', () => {
    const ids = idsOf('mail', /^Message-ID: <([^@>]+)@/gim);
    const openings = new Set(
      posted('mail')
        .filter(({ kind }) => kind === 'open')
        .map(({ reference }) => reference),
    );
    for (const reference of openings) expect(of('mail').some(({ body }) => body.includes(reference))).toBe(true);
    for (const { id } of posted('mail').filter(({ kind }) => kind === 'recover')) expect(ids).toContain(id);
    process.stdout.write(`mail: ${ids.length} mails, ${repeated(ids)} repeated\n`);
  });

  it.each(['pagerduty', 'alertmanager', 'workflows'] as const)(
    'tells %s of each incident, and how it ended',
    (kind) => {
      for (const { reference, over } of posted(kind)) {
        const about = of(kind).filter(({ body }) => body.includes(reference));
        expect(about.length).toBeGreaterThan(0);
        if (over) expect(about.at(-1)?.body).toMatch(/"resolve"|"resolved"|Mended/);
      }
    },
  );

  it.each(['halopsa', 'connectwise', 'autotask'])(
    'opens one ticket an incident in %s, notes each once, and closes it',
    (kind) => {
      const tickets = [...(desks.get(kind)?.tickets.values() ?? [])];
      const latest = new Map(posted(kind as RouteKind).map((one) => [one.reference, one.over]));
      const toldOpen = new Set(
        [first, second].flatMap((round) => round.filter(({ over }) => !over).map(({ reference }) => reference)),
      );
      let noted = 0;
      for (const [reference, over] of latest) {
        const own = tickets.filter(({ title }) => title.includes(reference));
        // What ended before anybody was told needs none.
        expect(own.length, reference).toBe(toldOpen.has(reference) ? 1 : 0);
        for (const { isClosed, notes } of own) {
          expect(isClosed, `${reference} ${JSON.stringify(notes)}`).toBe(over);
          const marks = notes.map((note) => /\[samaritan [^\]]*\]/.exec(note)?.[0]);
          expect(new Set(marks).size).toBe(marks.length);
          noted += marks.length;
        }
      }
      process.stdout.write(`${kind}: ${tickets.length} tickets, ${noted} notes\n`);
    },
  );
});

const MAIL: SealedRoute = { kind: 'mail', url: 'mailto:desk@msp.example', mayBePrivate: false, secrets: [] };
