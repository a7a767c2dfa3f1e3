import type { AuditEntry } from '../../../../src/core/chat/access/audit-log.ts';

/** What Anna did in a channel, or what the rest says. */
export const entry = (at: number, rest: Partial<AuditEntry> = {}): AuditEntry => ({
  at,
  platform: 'discord',
  personId: '111111111111111111',
  personName: 'Anna',
  place: 'discord:channel:1',
  action: 'command testtokens',
  target: null,
  outcome: 'allowed',
  reason: null,
  ...rest,
});
