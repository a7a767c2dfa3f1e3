import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { ChatParts, OfflineParts } from '../../core/chat/calls/chat-parts.ts';
import { createReportMaker, type ReadRoles } from '../../core/chat/calls/make-report.ts';
import { ANSWERED, COMMANDS } from '../../core/chat/commands/registry.ts';
import { createChat } from '../../core/chat/create-chat.ts';
import type { TokenRenewals } from '../../core/credentials/token-renewals.ts';
import type { ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import type { ReportMaker } from '../../core/watch/notifications/deliver-entry.ts';
import type { Runtime, RuntimeOptions } from '../runtime/create-runtime.ts';
import { systemTimers } from '../system-timers.ts';

export interface ChatOptions {
  runtime: Runtime;
  storage: Pick<Storage, 'reports' | 'messages' | 'standingReports'>;
  renderFile: ChatParts['renderFile'];
  commandsPerMinute: number;
  renewals?: TokenRenewals;
  reportInternal: ReportInternal;
}

/** What chat answers from without a database, read at once: advice that is broken must not start. */
export function openOfflineParts(explainLong: OfflineParts['explainLong']): RuntimeOptions['offline'] {
  const guidance = loadGuidance();
  return { library: guidance.library, guidance, explainLong, commands: async () => COMMANDS, prefix: '/' };
}

/** Samaritan in chat, over a runtime, and what makes standing reports as a chat would show them. Nothing runs yet. */
export function composeChat({ runtime, storage, ...rest }: ChatOptions) {
  const { reports, messages, standingReports } = storage;
  const parts: ChatParts = { ...runtime.parts, ...rest, timers: systemTimers, reports, messages };
  return {
    ...createChat(parts, ANSWERED),
    reportMaker: (readRoles: ReadRoles): ReportMaker => createReportMaker(parts, standingReports, readRoles),
  };
}
