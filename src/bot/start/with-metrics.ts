import type { ChatCallFacts, Metrics } from '../../adapters/metrics/metrics.ts';
import type { AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';

const OUTCOMES: Readonly<Record<AuditEntry['outcome'], ChatCallFacts['outcome']>> = {
  allowed: 'answered',
  refused: 'refused',
  failed: 'failed',
};

/** The same audit log, whose entries are counted: it hears of everything that is asked. */
export function withMetrics(audit: AuditLog, metrics: Metrics): AuditLog {
  return {
    record: async (entry) => {
      const { platform, action, outcome } = entry;
      metrics.observeChatCall({
        platform,
        command: action.replace(/^(?:command|button) /, ''),
        outcome: OUTCOMES[outcome],
      });
      await audit.record(entry);
    },
    latest: (limit) => audit.latest(limit),
  };
}
