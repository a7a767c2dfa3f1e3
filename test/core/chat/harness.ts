import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { packZip } from '../../../src/adapters/reports/pack-zip.ts';
import { tokenMint } from '../../../src/adapters/secrets/token-mint.ts';
import type { Card } from '../../../src/core/cards/card.ts';
import { AccessGate } from '../../../src/core/chat/access/access-gate.ts';
import type { GrantedRole } from '../../../src/core/chat/access/access-store.ts';
import { ApiTokens } from '../../../src/core/chat/access/api-tokens.ts';
import type { ChatParts } from '../../../src/core/chat/calls/chat-parts.ts';
import type {
  ArgumentValue,
  Call,
  ChatRequest,
  Plan,
  Reply,
  ShowOptions,
} from '../../../src/core/chat/calls/chat-request.ts';
import { ANSWERED, COMMANDS } from '../../../src/core/chat/commands/registry.ts';
import { createChat } from '../../../src/core/chat/create-chat.ts';
import type { ConnectionEntry } from '../../../src/core/credentials/connection-book.ts';
import { createConnectionReader } from '../../../src/core/credentials/connection-reader.ts';
import { createPermissionReader } from '../../../src/core/diagnosis/permissions/permission-reader.ts';
import { SweepDesk, type SweepDeskParts } from '../../../src/core/diagnosis/sweep/sweep-desk.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';
import type { Person, Place } from '../../../src/core/model/people/person.ts';
import { type FakeCloud, fakeCloud } from '../fake-cloud.ts';
import { check, connection, PARTNER_ID, START } from '../fixtures.ts';
import { openStores, settle } from '../open-stores.ts';
import { VirtualTime } from '../virtual-time.ts';

const guidance = loadGuidance();
const articles = guidance.library;

export const GUILD = '90000000000000001';
/** The server that everybody asks in. */
export const HOME = `discord:${GUILD}`;

export function person(id: number, rest: Partial<Person> = {}): Person {
  return { platform: 'discord', id: `8000000000000000${id}`, roles: [], name: `Person ${id}`, ...rest };
}

export const ADMIN = person(1, { name: 'Ada' });
export const TECHNICIAN = person(2, { name: 'Tess' });
export const VIEWER = person(3, { name: 'Vera' });
export const NOBODY = person(4, { name: 'Noor' });

export const CHANNEL: Place = {
  platform: 'discord',
  kind: 'channel',
  workspaceId: GUILD,
  channelId: '70000000000000001',
};
/** Where an administrator lets everybody see results. */
export const BOUND: Place = { ...CHANNEL, channelId: '70000000000000002' };
export const DIRECT: Place = { ...CHANNEL, kind: 'direct', workspaceId: null, channelId: '70000000000000003' };

/** What one reply was asked to show, in order. */
export class RecordingReply implements Reply {
  readonly audience: 'public' | 'private';
  readonly shown: { card: Card; options: ShowOptions; way: 'shown' | 'privately'; at: number }[] = [];
  readonly #addressable: boolean;
  readonly #now: () => number;

  constructor(audience: 'public' | 'private', addressable: boolean, now: () => number) {
    this.audience = audience;
    this.#addressable = addressable;
    this.#now = now;
  }

  async show(card: Card, options: ShowOptions = {}): Promise<void> {
    this.shown.push({ card, options, way: 'shown', at: this.#now() });
  }
  async showPrivately(card: Card, options: ShowOptions = {}): Promise<void> {
    this.shown.push({ card, options, way: 'privately', at: this.#now() });
  }
  isPlaced?: () => boolean;
  owes?: () => boolean;
  address(): string | undefined {
    return this.#addressable && this.shown.some((one) => one.way === 'shown') ? 'message 1' : undefined;
  }

  get cards(): Card[] {
    return this.shown.map((one) => one.card);
  }
  /** The answer: what was shown last. */
  get last(): Card {
    const card = this.cards.at(-1);
    if (!card) throw new Error('nothing was shown');
    return card;
  }
  /** Cards that everybody in the place saw. */
  get public(): Card[] {
    return this.audience === 'private' ? [] : this.shown.filter((one) => one.way === 'shown').map((one) => one.card);
  }
}

export interface HarnessOptions {
  cloud?: FakeCloud;
  connections?: ConnectionEntry[];
  admins?: string[];
  commandsPerMinute?: number;
  mostPerWorkspace?: number;
  onReport?: SweepDeskParts['onReport'];
  readAccepted?: SweepDeskParts['sweep']['readAccepted'];
  renderFile?: ChatParts['renderFile'];
}

export interface Where {
  person?: Person;
  place?: Place;
  audience?: 'public' | 'private';
}

export const WORKING: ConnectionEntry = {
  name: 'default',
  shape: check('credentials.shape', 'pass'),
  connection,
  tenant: PARTNER_ID,
};

/** Samaritan's chat over its own stores: nothing is a fake but Microsoft. It ends with the test. */
export async function createHarness(options: HarnessOptions = {}) {
  const clock = new VirtualTime(START, settle);
  const cloud = options.cloud ?? fakeCloud();
  const stores = await openStores(clock);
  const { access, audit, reports, messages, runs, walks } = stores;
  const faults: { error: unknown; reference: string }[] = [];
  const reportInternal = (error: unknown, reference: string): void => void faults.push({ error, reference });
  const gate = new AccessGate(access, options.admins ?? []);
  const connections = options.connections ?? [WORKING];
  let opened = 0;
  let runCount = 0;
  const nextRun = (): string => {
    runCount += 1;
    return String(runCount).padStart(4, '0');
  };
  const desk = new SweepDesk({
    sweep: {
      clouds: {
        open: ({ signal }) => {
          opened += 1;
          signal.addEventListener('abort', () => cloud.asked.push('aborted'));
          return cloud;
        },
      },
      library: () => articles,
      clock,
      openStore: async () => runs,
      ...(options.readAccepted ? { readAccepted: options.readAccepted } : {}),
      reportInternal,
    },
    connections,
    reports,
    clock,
    timers: clock,
    newRunId: () => `01JX000000000000000000${nextRun()}`,
    concurrency: 4,
    mostPerWorkspace: options.mostPerWorkspace ?? 3,
    ...(options.onReport ? { onReport: options.onReport } : {}),
  });
  const parts: ChatParts = {
    clock,
    timers: clock,
    connections,
    walks,
    support: { machine: { node: '24', platform: 'test' }, settings: [], pack: packZip },
    credentials: createConnectionReader({
      entries: connections,
      original: () => undefined,
      stored: { list: async () => [] },
      journal: { interrupted: async () => [] },
      keeper: undefined,
      clouds: { open: () => cloud },
      signal: new AbortController().signal,
    }),
    apiTokens: new ApiTokens({ read: async () => undefined, keep: async () => {} }, tokenMint),
    permissions: createPermissionReader({
      connections,
      clouds: { open: () => cloud },
      refresh: async () => {},
      concurrency: 4,
      signal: new AbortController().signal,
      reportInternal,
      own: undefined,
    }),
    desk,
    library: articles,
    guidance,
    explainLong: async (read, subject) => explainText(await read(), { ...guidance, subject }),
    commands: async () => COMMANDS,
    prefix: '/',
    runs,
    reports,
    messages,
    access,
    gate,
    audit,
    renderFile:
      options.renderFile ?? (async (report, format) => new TextEncoder().encode(`${format} ${report.run.id}`)),
    reportInternal,
    commandsPerMinute: options.commandsPerMinute ?? 1000,
    version: '0.0.0',
  };
  const chat = createChat(parts, ANSWERED);
  const give = async (one: Person, role: GrantedRole): Promise<void> => {
    await access.grant({ subject: `discord:user:${one.id}`, role, grantedAt: START, grantedBy: 'test' });
  };
  await give(ADMIN, 'admin');
  await give(TECHNICIAN, 'technician');
  await give(VIEWER, 'viewer');
  await access.bind({ place: `discord:channel:${BOUND.channelId}`, boundAt: START, boundBy: 'test' });
  await gate.refresh();

  const requestOf = ({ person: who = TECHNICIAN, place = CHANNEL }: Where): ChatRequest => ({ person: who, place });
  /** As an adapter does it: plans, opens the reply that the plan asks for, runs. */
  const start = (call: Call, where: Where = {}): { plan: Plan; reply: RecordingReply; done: Promise<void> } => {
    const request = requestOf(where);
    const plan = chat.plan(request, call);
    const audience = where.audience ?? (plan.kind === 'answer' ? plan.audience : 'private');
    const reply = new RecordingReply(audience, request.place.kind !== 'direct', () => clock.monotonicMs());
    return { plan, reply, done: plan.kind === 'form' ? Promise.resolve() : chat.run(request, call, reply) };
  };
  const ask = async (call: Call, where: Where = {}) => {
    const { plan, reply, done } = start(call, where);
    await done;
    return { plan, reply };
  };
  const toCommand = (name: string, values: Record<string, ArgumentValue> = {}): Call => ({
    kind: 'command',
    name,
    values,
  });
  const toPress = (id: string, inputs: Record<string, string> = {}): Call => ({ kind: 'action', id, inputs });
  return {
    ...stores,
    ...{ chat, clock, cloud, desk, faults, gate, parts, give, start },
    opened: () => opened,
    toCommand,
    toPress,
    plan: (call: Call, where: Where = {}) => chat.plan(requestOf(where), call),
    command: (name: string, values: Record<string, ArgumentValue> = {}, where: Where = {}) =>
      ask(toCommand(name, values), where),
    press: (id: string, where: Where = {}, inputs: Record<string, string> = {}) => ask(toPress(id, inputs), where),
  };
}

export type Harness = Awaited<ReturnType<typeof createHarness>>;

/** Holds answers back until a test lets them go. */
export function createGate<K>() {
  const waiting = new Map<K, (() => void)[]>();
  const open = new Set<K>();
  return {
    pass: (key: K): Promise<void> =>
      open.has(key)
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
          }),
    open: async (key: K): Promise<void> => {
      open.add(key);
      for (const resolve of waiting.get(key) ?? []) resolve();
      await settle();
    },
  };
}
