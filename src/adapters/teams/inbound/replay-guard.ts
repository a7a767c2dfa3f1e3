import { createHash } from 'node:crypto';
import type { InboundBase } from './inbound-event.ts';

export interface ReplayLedger {
  /**
   * True exactly once for a key until `keepUntil` (milliseconds since the epoch), also where two ask at the same time.
   * The key is kept before it resolves.
   */
  firstSeen(key: string, keepUntil: number): Promise<boolean>;
}

/**
 * One activity, whoever sends it again. A digest of fixed length: ids are from outside and any separator could be in
 * them.
 */
export function toReplayKey({ channelId, conversation, activityId }: InboundBase): string {
  const text = JSON.stringify([channelId, conversation.id, activityId]);
  return createHash('sha256').update(text).digest('base64url');
}
