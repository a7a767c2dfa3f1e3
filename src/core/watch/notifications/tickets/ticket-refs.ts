import { z } from 'zod';

const refsSchema = z.record(z.string(), z.string());
export type TicketRefs = Readonly<Record<string, string>>;

/** The tickets of a message, by incident: what its address is on a route to tickets. */
export function parseTicketRefs(address: string | null | undefined): TicketRefs {
  if (!address?.startsWith('{')) return {};
  return refsSchema.parse(JSON.parse(address));
}
