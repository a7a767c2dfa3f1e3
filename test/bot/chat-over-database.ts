import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../src/adapters/storage/open-storage.ts';
import { createRuntime, type Runtime } from '../../src/bot/runtime/create-runtime.ts';
import { composeChat, openOfflineParts } from '../../src/bot/start/compose-chat.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import type { Chat } from '../../src/core/chat/calls/chat.ts';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import type { LoadAdded } from '../../src/core/credentials/keep-connections.ts';
import type { MicrosoftCloudFactory } from '../../src/core/model/cloud/microsoft-cloud.ts';
import type { Place } from '../../src/core/model/people/person.ts';
import { ADMIN, CHANNEL, RecordingReply, settle, WORKING } from '../core/chat/harness.ts';
import { tenantId } from '../core/fixtures.ts';

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
  chat: Chat;
  /** What an administrator is shown. */
  reply(call: Call, place?: Place): Promise<RecordingReply>;
  /** The same as one text. */
  run(call: Call, place?: Place): Promise<string>;
  close(): Promise<void>;
}

/** The product's chat over a database in a folder of its own, with fakes for Microsoft. */
export async function openChatOverDatabase(options: {
  clouds: MicrosoftCloudFactory;
  log: Logger;
  loadAdded?: LoadAdded;
}): Promise<ChatOverDatabase> {
  const { clouds, log, loadAdded } = options;
  const folder = mkdtempSync(join(tmpdir(), 'chat-'));
  const reportInternal = (error: unknown, reference: string): void =>
    log.error({ reference, err: error }, 'internal error');
  const storage = await openStorage({ file: join(folder, 'kept.db'), clock: systemClock, cron });
  const runtime = await createRuntime({
    clock: systemClock,
    storage,
    connections: [WORKING],
    ...(loadAdded ? { loadAdded } : {}),
    admins: [`discord:user:${ADMIN.id}`],
    box: undefined,
    clouds,
    cron,
    offline: openOfflineParts(async () => Promise.reject(new Error('nothing here is long'))),
    undelivered: async () => null,
    pictures: { heatMap: async () => new Uint8Array() },
    concurrency: 2,
    mostPerWorkspace: 3,
    reportInternal,
    onRefusedToken: () => {},
    onUnreadable: () => {},
  });
  const renderFile = async () => new Uint8Array();
  const chat = composeChat({ runtime, storage, renderFile, commandsPerMinute: 100_000, reportInternal });
  const reply = async (call: Call, place = CHANNEL): Promise<RecordingReply> => {
    const shown = new RecordingReply('private', true, () => 0);
    await chat.run({ person: ADMIN, place }, call, shown);
    await settle();
    return shown;
  };
  return {
    ...{ folder, storage, runtime, chat, reply },
    run: async (call, place) => {
      const { shown } = await reply(call, place);
      const files = shown.flatMap(({ options }) => options.files ?? []);
      const texts = files.map(({ name, content }) => `${name} ${Buffer.from(content).toString('latin1')}`);
      return [JSON.stringify(shown.map(({ card }) => card)), ...texts].join('\n');
    },
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
}
