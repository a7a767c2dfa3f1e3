import { z } from 'zod';
import type { MessageAddress } from '../../../core/cards/messenger.ts';

const addressSchema = z.object({ conversationId: z.string().min(1), activityId: z.string().min(1) });

/** Where one message of Teams is. The conversation's id names its thread. */
export type ActivityAddress = z.infer<typeof addressSchema>;

export function renderAddress({ conversationId, activityId }: ActivityAddress): MessageAddress {
  return JSON.stringify({ conversationId, activityId });
}

/** Undefined for what is no address of this platform. */
export function parseAddress(address: MessageAddress): ActivityAddress | undefined {
  try {
    return addressSchema.safeParse(JSON.parse(address)).data;
  } catch {
    return undefined;
  }
}
