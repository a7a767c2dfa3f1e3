import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examineMailServer } from '../../../src/adapters/mail/examine-mail-server.ts';
import { createMailCarrier } from '../../../src/adapters/mail/mail-carrier.ts';
import type { MailServer } from '../../../src/adapters/mail/mail-server.ts';
import { DeliveryError } from '../../../src/core/cards/messenger.ts';
import { toNoticeCard } from '../../../src/core/cards/plain-cards.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import type { RouteTelling } from '../../../src/core/watch/notifications/event-sink.ts';
import type { RouteEvent } from '../../../src/core/watch/notifications/route-event.ts';
import { START } from '../../core/fixtures.ts';

type Step = 'auth' | 'from' | 'to' | 'data';
const incident = {
  ...{ id: 'INC-7Q2M4X', connection: 'default', state: 'open', severity: 'failure', owner: 'customer' },
  ...{ cause: { id: 'mfa.required', title: 'MFA is missing' }, partnerLevel: false, acknowledgedBy: null },
  ...{ since: '2026-11-28T08:00:00.000Z', closedAt: null, tenantCount: 1, tenants: [] },
} satisfies RouteEvent['data']['incidents'][number];

function telling(rest: Partial<RouteTelling> & { incident?: Partial<typeof incident> | object } = {}): RouteTelling {
  const { incident: change = {}, ...others } = rest;
  const data = {
    schema: 'samaritan.event/1',
    summary: 's',
    text: 't',
    incidents: [{ ...incident, ...change }],
  } satisfies RouteEvent['data'];
  return {
    ...{ route: 'desk', id: 'ENTRY1', thread: { id: 'MESSAGE1', address: null } },
    card: toNoticeCard('bad', 'new', 'New: <b>Contoso</b> & sons fail', ['First step: look.']),
    event: { type: 'incident.opened', timestamp: new Date(START).toISOString(), data },
    ...others,
  };
}

describe('a mail route', () => {
  let server: SMTPServer;
  let port: number;
  const refused = new Map<Step, [number, string]>();
  /** What signed in with a token, and the one that is taken. */
  const shown: string[] = [];
  let good = '';
  const mails: { to: string[]; from: string; raw: string }[] = [];

  const answer = (step: Step, done: (error?: Error | null) => void): void => {
    const [responseCode, message] = refused.get(step) ?? [0, ''];
    done(responseCode === 0 ? null : Object.assign(new Error(message), { responseCode }));
  };
  const carry = async (given: RouteTelling, rest: Partial<MailServer> = {}): Promise<unknown> => {
    const carrier = createMailCarrier({ ...toServer(), ...rest });
    const sealed = { kind: 'mail', url: 'mailto:desk@msp.example', mayBePrivate: false, secrets: [] } as const;
    return await carrier(given, { ...sealed, secrets: [] }).then(
      () => 'taken',
      (error: unknown) => error,
    );
  };
  const toServer = (): MailServer => ({ host: '127.0.0.1', port, tls: 'none', from: 'samaritan@msp.example' });

  beforeAll(async () => {
    server = new SMTPServer({
      ...{ authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false },
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      onAuth: ({ method, username, accessToken }, _session, done) => {
        if (method !== 'XOAUTH2') return answer('auth', (error) => done(error ?? null, { user: 'samaritan' }));
        shown.push(`${username} ${accessToken}`);
        // As Exchange Online refuses one: a challenge, then 535.
        if (accessToken === good) return done(null, { user: username });
        done(null, { data: { status: '401', schemes: 'bearer', scope: '' } });
      },
      onMailFrom: (_address, _session, done) => answer('from', done),
      onRcptTo: (_address, _session, done) => answer('to', done),
      onData: (stream, { envelope }: SMTPServerSession, done) => {
        void text(stream).then((raw) => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
          answer('data', done);
        });
      },
    });
    server.on('error', () => {});
    port = await new Promise<number>((resolve) => {
      const bound = server.listen(0, '127.0.0.1', () => {
        const address = bound.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
  beforeEach(() => {
    refused.clear();
    mails.length = 0;
  });
  afterAll(async () => new Promise<void>((resolve) => server.close(resolve)));

  it('writes an incident as one conversation, as text and as HTML in which names are only names', async () => {
    expect(await carry(telling())).toBe('taken');
    const thread = { id: 'MESSAGE1', address: 'ENTRY1' };
    const change = { ...telling({ incident: { acknowledgedBy: 'Ada' } }), id: 'ENTRY2', thread };
    expect(await carry({ ...change, event: { ...change.event, type: 'incident.updated' } })).toBe('taken');
    const [first, second] = mails.map(({ raw }) => raw);
    expect(mails[0]).toMatchObject({ from: 'samaritan@msp.example', to: ['desk@msp.example'] });
    expect(first).toMatch(/^Message-ID: <MESSAGE1@msp\.example>\r?$/m);
    expect(first).toMatch(/^Subject: \[INC-7Q2M4X\] MFA is missing\r?$/m);
    expect(first).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(first).toContain('New: <b>Contoso</b> & sons fail');
    expect(first).toContain('New: &lt;b&gt;Contoso&lt;/b&gt; &amp; sons fail');
    expect(second).toMatch(/^Message-ID: <ENTRY2@msp\.example>\r?$/m);
    expect(second).toMatch(/^In-Reply-To: <MESSAGE1@msp\.example>\r?$/m);
    expect(second).toMatch(/^References: <MESSAGE1@msp\.example>\r?$/m);
    expect(second).toMatch(/^Subject: Re: \[INC-7Q2M4X\] MFA is missing\r?$/m);
  });

  it('attaches the files of a report, and writes it as a mail of its own', async () => {
    const { event, ...rest } = telling({ thread: null });
    const notice = { ...event, type: 'notice' as const, data: { ...event.data, incidents: [], summary: 'A week' } };
    const files = [{ name: 'week.csv', type: 'text/csv', content: new TextEncoder().encode('kind;a') }];
    expect(await carry({ ...rest, event: notice, files })).toBe('taken');
    const [{ raw = '' } = {}] = mails;
    expect(raw).toMatch(/^Subject: A week\r?$/m);
    expect(raw).not.toMatch(/^In-Reply-To:/m);
    expect(raw).toMatch(/^Content-Type: text\/csv; name=week\.csv\r?$/m);
    expect(raw).toContain(Buffer.from('kind;a').toString('base64'));
  });

  it('writes once that an incident ended: the mail on how follows the change of its card', async () => {
    const ended = telling({ incident: { state: 'closed', closedAt: incident.since } });
    expect(await carry({ ...ended, event: { ...ended.event, type: 'incident.updated' } })).toBe('taken');
    expect(mails).toHaveLength(0);
    expect(await carry({ ...ended, event: { ...ended.event, type: 'incident.resolved' } })).toBe('taken');
    expect(mails).toHaveLength(1);
  });

  it('lets no name write a header or another recipient', async () => {
    const title = 'MFA\r\nBcc: all@elsewhere.example\r\n\r\nhello';
    expect(await carry(telling({ incident: { cause: { id: 'mfa.required', title } } }))).toBe('taken');
    const [{ raw = '', to = [] } = {}] = mails;
    expect(to).toEqual(['desk@msp.example']);
    expect(raw.slice(0, raw.search(/\r?\n\r?\n/))).not.toMatch(/^Bcc:/im);
  });

  it.each<[Step, [number, string], object]>([
    ['to', [550, '5.1.1 no such user'], { code: 'gone', message: expect.stringContaining('550 (5.1.1)') }],
    ['to', [450, '4.2.0 greylisted'], { code: 'busy' }],
    ['from', [550, '5.7.60 not yours'], { code: 'forbidden' }],
    ['data', [554, '5.7.1 spam'], { code: 'refused' }],
    ['data', [451, '4.3.0 later'], { code: 'busy', uncertain: true }],
  ])('that is refused at %s with %j is told apart', async (step, [status, words], error) => {
    refused.set(step, [status, words]);
    expect(await carry(telling())).toMatchObject(error);
  });

  it('whose sign-in is refused says so, without the password', async () => {
    refused.set('auth', [535, '5.7.8 hush-hush is wrong']);
    const signIn = { user: 'samaritan', password: new Secret('hush-hush') };
    const error = await carry(telling(), { signIn });
    expect(error).toMatchObject({ code: 'forbidden', message: '127.0.0.1 answers 535 (5.7.8) to the sign-in' });
    expect(await examineMailServer({ ...toServer(), signIn })).toContain('to the sign-in');
    expect(mails).toHaveLength(0);
  });

  it('signs in with a token, until the server refuses that and it asks for another, once', async () => {
    const tokens = ['first', 'second', 'third', 'fourth'];
    let asked = 0;
    const token = async () => new Secret(tokens[asked++] ?? '');
    const carrier = createMailCarrier({ ...toServer(), signIn: { user: 'desk@msp.example', token } });
    const send = () =>
      carrier(telling(), { kind: 'mail', url: 'mailto:desk@msp.example', mayBePrivate: false, secrets: [] });
    good = 'first';
    for (const _ of [1, 2]) await send();
    good = 'second';
    await send();
    expect(mails).toHaveLength(3);
    expect(shown.splice(0).map((one) => one.split(' '))).toEqual(
      ['first', 'first', 'first', 'second'].map((one) => ['desk@msp.example', one]),
    );
    good = 'none';
    const error = await send().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'forbidden', message: expect.stringContaining('535') });
    expect([asked, String(error)]).toEqual([3, expect.not.stringMatching(/second|third/)]);
  });

  it('says why there is no token, and whether it may come', async () => {
    for (const code of ['busy', 'forbidden'] as const) {
      const token = () => Promise.reject(new DeliveryError(code, 'the app gets no token'));
      const signIn = { user: 'desk@msp.example', token };
      expect(await carry(telling(), { signIn })).toMatchObject({ code, message: 'the app gets no token' });
      expect(await examineMailServer({ ...toServer(), signIn })).toBe('the app gets no token');
    }
    expect(mails).toHaveLength(0);
  });

  it('sends nothing where there is no encryption and it wasn’t given up by name', async () => {
    const signIn = { user: 'samaritan', password: new Secret('hush-hush') };
    const error = await carry(telling(), { tls: 'start', signIn });
    expect(error).toMatchObject({ code: 'forbidden', message: expect.stringContaining('no encryption') });
    expect(await examineMailServer(toServer())).toBeUndefined();
    expect(mails).toHaveLength(0);
  });

  it('repeats nothing of what answers in the place of a mail server', async () => {
    const other = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 <b>hush-3b9d</b>\r\n\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const error = await carry(telling(), { port: (other.address() as AddressInfo).port });
    other.close();
    expect(error).toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/127\.0\.0\.1 could not be spoken to: .*no SMTP$/),
    });
    expect((error as Error).message).not.toMatch(/hush|HTTP/);
  });
});
