import { type CauseId, isCauseId } from '../model/causes/cause.ts';
import { classifyFault } from '../model/causes/classify.ts';
import type { Fault } from '../model/cloud/microsoft-cloud.ts';
import table from './renewal-endings.json' with { type: 'json' };

/** How a renewal can end without a new token. What each says is a row of `renewal-endings.json`. */
export type EndingId = keyof typeof table;

interface EndingRow {
  reason: string;
  wayOut: string;
  cause?: string;
  errors?: readonly string[];
  codes?: readonly number[];
}

/** Why nothing was changed, and the way out. */
export interface Ending {
  id: EndingId;
  reason: string;
  wayOut: string;
  cause?: CauseId;
  /** What the way out has one enter elsewhere, as it is. */
  copy?: string;
}

export type NotRenewed = { ok: false; ending: Ending };
export const refuse = (ending: Ending): NotRenewed => ({ ok: false, ending });

const ROWS = Object.entries(table) as [EndingId, EndingRow][];

/** `facts` fill the places in braces; a sentence of Microsoft's own follows the reason where there is one. */
export function endingOf(
  id: EndingId,
  facts: { cause?: CauseId; says?: string } & Record<string, string | undefined> = {},
): Ending {
  const row: EndingRow = table[id];
  const cause = facts.cause ?? row.cause;
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (name === 'cause' ? cause : facts[name]) ?? whole);
  return {
    id,
    reason: facts.says === undefined ? fill(row.reason) : `${fill(row.reason)} ${facts.says}`,
    wayOut: fill(row.wayOut),
    ...(row.wayOut.includes('{redirectUri}') && facts.redirectUri ? { copy: facts.redirectUri } : {}),
    ...(cause !== undefined && isCauseId(cause) ? { cause } : {}),
  };
}

/** What a refusal of the sign-in means: a number decides before a word, and what has no row is said by its cause. */
export function endingOfFault(fault: Fault, { device, redirectUri }: { device: boolean; redirectUri: string }): Ending {
  if (fault.kind === 'aborted') return endingOf('interrupted');
  const facts = { redirectUri };
  if (fault.kind === 'refused') {
    // A public client has no secret to give: it is the app that does not allow it.
    if (device && (fault.codes.includes(7000218) || fault.codes.includes(700025)))
      return endingOf('public-client-off', facts);
    const found =
      ROWS.find(([, { codes }]) => codes?.some((code) => fault.codes.includes(code))) ??
      (fault.codes.length > 0 ? undefined : ROWS.find(([, { errors }]) => errors?.includes(fault.error ?? '')));
    if (found) return endingOf(found[0], facts);
  }
  const { cause, reason } = classifyFault(fault, { request: 'entra.token', place: 'partner' });
  return endingOf('refused', { ...facts, cause, says: reason });
}
