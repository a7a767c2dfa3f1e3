import { unzipSync } from 'fflate';
import type { Logger } from 'pino';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import type { Storage } from '../../src/adapters/storage/open-storage.ts';
import { createRuntime, type Runtime } from '../../src/bot/runtime/create-runtime.ts';
import { composeChat, openOfflineParts } from '../../src/bot/start/compose-chat.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import type { LoadAdded } from '../../src/core/credentials/keep-connections.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import type { MicrosoftCloudFactory } from '../../src/core/model/cloud/microsoft-cloud.ts';
import type { Person, Place } from '../../src/core/model/people/person.ts';
import type { Clock } from '../../src/core/model/time/clock.ts';
import { openInFolder } from '../adapters/storage/open-in-folder.ts';
import { ADMIN, CHANNEL, RecordingReply, WORKING } from '../core/chat/harness.ts';
import { tenantId } from '../core/fixtures.ts';
import { settle } from '../core/open-stores.ts';

/** What each argument that is needed can be. */
export const USUAL_VALUES: Readonly<Record<string, ArgumentValue>> = {
  tenant: tenantId(1),
  reason: 'ticket 12',
  to: '2h',
  name: 'nightly',
  cron: '0 3 * * *',
  subject: 'discord:user:80000000000000009',
  role: 'viewer',
  channel: 'discord:channel:70000000000000001',
  visibility: 'private',
  topic: 'tenant missing',
};

export interface ChatOverDatabase {
  folder: string;
  storage: Storage;
  runtime: Runtime;
  chat: ReturnType<typeof composeChat>;
  /** What somebody is shown; an administrator where nobody is named. */
  reply(call: Call, place?: Place, person?: Person): Promise<RecordingReply>;
  /** The same as one text, with what is in its files. */
  run(call: Call, place?: Place, person?: Person): Promise<string>;
  close(): Promise<void>;
}

/** The product's chat over a database in a folder of its own, with fakes for Microsoft. */
export async function openChatOverDatabase(options: {
  clouds: MicrosoftCloudFactory;
  log: Logger;
  loadAdded?: LoadAdded;
  clock?: Clock;
}): Promise<ChatOverDatabase> {
  const { clouds, log, loadAdded, clock = systemClock } = options;
  const reportInternal = (error: unknown, reference: string): void =>
    log.error({ reference, err: error }, 'internal error');
  const { folder, storage, close } = await openInFolder(clock);
  const runtime = await createRuntime({
    clock,
    storage,
    connections: [WORKING],
    ...(loadAdded ? { loadAdded } : {}),
    admins: [`discord:user:${ADMIN.id}`],
    box: undefined,
    clouds,
    cron,
    offline: openOfflineParts(async () => Promise.reject(new Error('nothing here is long'))),
    undelivered: async () => null,
    pictures: { heatMap: async (view) => new TextEncoder().encode(JSON.stringify(view)) },
    concurrency: 2,
    mostPerWorkspace: 3,
    reportInternal,
    onRefusedToken: () => {},
    onUnreadable: () => {},
  });
  const renderFile = async (report: Report) => new TextEncoder().encode(JSON.stringify(report));
  const chat = composeChat({ runtime, storage, renderFile, commandsPerMinute: 100_000, reportInternal });
  const reply = async (call: Call, place = CHANNEL, person = ADMIN): Promise<RecordingReply> => {
    const shown = new RecordingReply('private', true, () => 0);
    await chat.run({ person, place }, call, shown);
    await settle();
    return shown;
  };
  return {
    ...{ folder, storage, runtime, chat, reply },
    run: async (call, place, person) => {
      const { shown } = await reply(call, place, person);
      const files = shown.flatMap(({ options }) => options.files ?? []);
      const texts = files.flatMap(({ name, content }) =>
        name.endsWith('.zip')
          ? Object.entries(unzipSync(content)).map(([one, held]) => `${name} ${one} ${Buffer.from(held).toString()}`)
          : `${name} ${Buffer.from(content).toString()}`,
      );
      return [JSON.stringify(shown.map(({ card }) => card)), ...texts].join('\n');
    },
    close,
  };
}
