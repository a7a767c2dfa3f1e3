import { pino } from 'pino';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { createMicrosoftCloudFactory } from '../src/adapters/microsoft/create-microsoft-cloud.ts';
import type { Storage } from '../src/adapters/storage/open-storage.ts';
import { parseStartConfig } from '../src/bot/config/parse-start-config.ts';
import { createRuntime } from '../src/bot/runtime/create-runtime.ts';
import { createConnections } from '../src/bot/runtime/load-connections.ts';
import { composeChat, openOfflineParts } from '../src/bot/start/compose-chat.ts';
import type { Chat } from '../src/core/chat/calls/chat.ts';
import type { ArgumentValue, Call, Reply } from '../src/core/chat/calls/chat-request.ts';
import type { ReportInternal } from '../src/core/diagnosis/sweep/internal-faults.ts';
import type { Person, Place } from '../src/core/model/people/person.ts';
import type { Clock } from '../src/core/model/time/clock.ts';
import type { HistoryPictures } from '../src/core/watch/history/history-view.ts';

const PERSON: Person = { platform: 'discord', id: '1300000000000000301', roles: [], name: 'Ada Admin' };
const PLACE: Place = { platform: 'discord', kind: 'channel', workspaceId: '1', channelId: '1300000000000000200' };

export interface ChatOverStorage {
  /** Runs a command as an administrator in a channel; throws unless it was answered with these words. */
  command: (
    name: string,
    values: Readonly<Record<string, ArgumentValue>>,
    words: RegExp,
    person?: Person,
  ) => Promise<void>;
  press: (id: string, words: RegExp) => Promise<void>;
  suggest: Chat['suggest'] extends (request: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
}

/** The product's chat, authorization and audit log included, with everything but a platform. */
export async function createChatOverStorage(options: {
  storage: Storage;
  environment: Record<string, string>;
  clock: Clock;
  pictures: HistoryPictures;
}): Promise<ChatOverStorage> {
  const { storage, environment, clock, pictures } = options;
  const env = { ...environment, SAMARITAN_ADMINS: `discord:user:${PERSON.id}`, SAMARITAN_COMMANDS_PER_MINUTE: '1000' };
  const parsed = parseStartConfig(env, { home: '/nonexistent' });
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const { config } = parsed;
  const log = pino({ level: 'error' });
  const { limits, admins } = config;
  const reportInternal: ReportInternal = (error, reference) => log.error({ reference, err: error }, 'internal error');
  const runtime = await createRuntime({
    clock,
    storage,
    connections: createConnections(config, { useProxy: false }),
    admins,
    box: undefined,
    clouds: createMicrosoftCloudFactory({ sandboxUrl: config.sandboxUrl }),
    cron,
    offline: openOfflineParts(() => Promise.reject(new Error('no long text is measured'))),
    undelivered: async () => null,
    pictures,
    concurrency: 64,
    mostPerWorkspace: limits.sweepsPerGuild,
    reportInternal,
    onRefusedToken: () => {},
    onUnreadable: () => {},
  });
  const { commandsPerMinute } = limits;
  const renderFile = async () => new Uint8Array();
  const chat = composeChat({ runtime, storage, renderFile, commandsPerMinute, reportInternal });
  const request = { person: PERSON, place: PLACE };

  const run = async (call: Call, words: RegExp, person = PERSON): Promise<void> => {
    let shown = '';
    let unanswered: string | undefined;
    const show: Reply['show'] = async (card, options) => {
      shown = JSON.stringify(card);
      unanswered = options?.unanswered;
    };
    await chat.run({ person, place: PLACE }, call, {
      audience: 'private',
      show,
      showPrivately: show,
      address: () => undefined,
    });
    // What is refused is refused fast.
    if (unanswered !== undefined || !words.test(shown))
      throw new Error(`${JSON.stringify(call)} was answered: ${shown.slice(0, 400)}`);
  };
  return {
    command: (name, values, words, person) => run({ kind: 'command', name, values }, words, person),
    press: (id, words) => run({ kind: 'action', id, inputs: {} }, words),
    suggest: (...rest) => chat.suggest(request, ...rest),
  };
}
