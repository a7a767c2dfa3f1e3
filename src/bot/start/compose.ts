import { ulid } from 'ulid';
import manifest from '../../../package.json' with { type: 'json' };
import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import { cron } from '../../adapters/cron/create-cron.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { AccessGate } from '../../core/chat/access/access-gate.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import type { ChatParts } from '../../core/chat/calls/chat-parts.ts';
import { createChat } from '../../core/chat/create-chat.ts';
import { createFaultReferences, type ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import { SweepDesk, type SweepDeskParts } from '../../core/diagnosis/sweep/sweep-desk.ts';
import type { PartnerTokenFound } from '../../core/diagnosis/sweep/sweep-parts.ts';
import type { MicrosoftCloudFactory } from '../../core/model/cloud/microsoft-cloud.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { HistoryPictures } from '../../core/watch/history/history-view.ts';
import { readWatchFacts } from '../../core/watch/status/read-watch-facts.ts';
import type { Watch } from '../../core/watch/watch.ts';
import { whyUnconfigured } from '../config/list-unconfigured.ts';
import type { StartConfig } from '../config/start-config.ts';
import { systemTimers } from './system-timers.ts';

export interface ComposeOptions {
  config: StartConfig;
  clock: Clock;
  storage: Storage;
  connections: ChatParts['connections'];
  watch: Watch;
  onPartnerToken: (found: PartnerTokenFound) => Promise<void>;
  onReport: NonNullable<SweepDeskParts['onReport']>;
  onSchedulesChanged: () => void;
  renderFile: ChatParts['renderFile'];
  explainLong: ChatParts['explainLong'];
  pictures: HistoryPictures;
  clouds: MicrosoftCloudFactory;
  reportInternal: ReportInternal;
}

export interface Composed {
  chat: Chat;
  parts: ChatParts;
}

/**
 * Requests in flight at once beside the chats: half of what a run in the terminal takes. A sweep then leaves the event
 * loop free enough for an interaction to be acknowledged within 100 ms (bench/acknowledge.ts).
 */
const CHAT_CONCURRENCY = 64;

/** Puts core's parts together over the adapters. Nothing runs yet. */
export function compose(options: ComposeOptions): Composed {
  const { config, clock, storage, connections, watch, renderFile, clouds, reportInternal } = options;
  const { runs, reports, access, audit, messages, accepted, incidents, schedules, subscriptions } = storage;
  const { history, incidentHistory } = storage;
  const guidance = loadGuidance();
  const { library } = guidance;
  const { limits } = config;
  const newId = (): string => ulid();
  const desk = new SweepDesk({
    sweep: {
      clouds,
      library: () => library,
      clock,
      openStore: async () => runs,
      readAccepted: (connection) => accepted.accepted(connection),
      onPartnerToken: options.onPartnerToken,
      reportInternal,
    },
    connections,
    reports,
    clock,
    newRunId: newId,
    concurrency: CHAT_CONCURRENCY,
    mostPerWorkspace: limits.sweepsPerGuild,
    onReport: options.onReport,
  });
  const parts: ChatParts = {
    clock,
    timers: systemTimers,
    connections,
    desk,
    library,
    guidance,
    explainLong: options.explainLong,
    runs,
    reports,
    messages,
    access,
    gate: new AccessGate(access, config.admins),
    audit,
    renderFile,
    reportInternal,
    commandsPerMinute: limits.commandsPerMinute,
    version: manifest.version,
    more: () => readWatchFacts({ ...storage, connections, cron, clock }),
    past: {
      connections,
      runs,
      history,
      incidentHistory,
      pictures: options.pictures,
      clock,
      onFault: (error) => createFaultReferences(reportInternal)(error),
    },
    watch: {
      connections,
      runs,
      subscriptions,
      schedules,
      accepted,
      incidents,
      watch,
      outbox: storage.outbox,
      undelivered: async (place) => whyUnconfigured(place, { discord: config.discord, teams: config.teams }),
      cron,
      clock,
      newId,
      onSchedulesChanged: options.onSchedulesChanged,
    },
  };
  return { chat: createChat(parts), parts };
}
