import { ulid } from 'ulid';
import manifest from '../../../package.json' with { type: 'json' };
import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { createArticleSearch } from '../../adapters/articles/search-articles.ts';
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { AccessGate } from '../../core/access/access-gate.ts';
import type { Chat } from '../../core/chat/chat.ts';
import type { ChatParts } from '../../core/chat/chat-parts.ts';
import { createChat } from '../../core/chat/create-chat.ts';
import { DEFAULT_CONCURRENCY } from '../../core/commands/definitions/diagnosis.ts';
import type { ReportInternal } from '../../core/sweep/internal-faults.ts';
import { SweepDesk } from '../../core/sweep/sweep-desk.ts';
import type { StartConfig } from '../config/start-config.ts';
import { systemClock } from '../system-clock.ts';
import { createConnections } from './create-connections.ts';

export interface ComposeOptions {
  config: StartConfig;
  storage: Storage;
  renderFile: ChatParts['renderFile'];
  useProxy: boolean;
  reportInternal: ReportInternal;
}

export interface Composed {
  chat: Chat;
  parts: ChatParts;
}

/** Puts core's parts together over the adapters. Nothing runs yet. */
export function compose({ config, storage, renderFile, useProxy, reportInternal }: ComposeOptions): Composed {
  const { runs, reports, access, audit, messages } = storage;
  const library = loadArticles();
  const gate = new AccessGate(access, config.admins);
  const { sandboxUrl, limits } = config;
  const desk = new SweepDesk({
    sweep: {
      clouds: createMicrosoftCloudFactory({ sandboxUrl, useProxy }),
      library: () => library,
      clock: systemClock,
      openStore: async () => runs,
      reportInternal,
    },
    reports,
    clock: systemClock,
    newRunId: () => ulid(),
    concurrency: DEFAULT_CONCURRENCY,
    mostPerWorkspace: limits.sweepsPerGuild,
  });
  const parts: ChatParts = {
    clock: systemClock,
    connections: createConnections(config),
    desk,
    library,
    search: createArticleSearch(library.all()),
    runs,
    reports,
    messages,
    access,
    gate,
    audit,
    renderFile,
    reportInternal,
    commandsPerMinute: limits.commandsPerMinute,
    version: manifest.version,
  };
  return { chat: createChat(parts), parts };
}
