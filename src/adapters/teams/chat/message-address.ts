import { z } from 'zod';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import { parseJson } from '../../http/http-response.ts';

const id = z.string().min(1);
const addressSchema = z.object({ conversationId: id, activityId: id });
const askedSchema = z.object({ conversationId: id, askedBy: id, personId: id.exactOptional() });

/** Where one message of Teams is. The conversation's id names its thread. */
export type ActivityAddress = z.infer<typeof addressSchema>;

/**
 * The message that asked, while the id of its answer is not known: Teams tells it with its yes alone. With `personId` the
 * answer is in that person's own chat, and nothing of it is for where it was asked.
 */
export type AskedAddress = z.infer<typeof askedSchema>;

export function renderAddress(address: ActivityAddress | AskedAddress): MessageAddress {
  return JSON.stringify(address);
}

/** Undefined for what names no message that asked. */
export function parseAskedAddress(address: MessageAddress): AskedAddress | undefined {
  return askedSchema.safeParse(parseJson(address)).data;
}

/** Undefined for what is no address of this platform. */
export function parseAddress(address: MessageAddress): ActivityAddress | undefined {
  return addressSchema.safeParse(parseJson(address)).data;
}
