import { type CauseId, isCauseId } from '../model/causes/cause.ts';
import { toSafeText } from '../model/text/format.ts';
import table from './vault-faults.json' with { type: 'json' };

/** What stands between us and a secret. What each says is a row of `vault-faults.json`. */
export type VaultFaultId = keyof typeof table;

/** One sentence on why, one on the way out. No value of a secret is in it. */
export interface VaultFault {
  id: VaultFaultId;
  cause: CauseId;
  reason: string;
  wayOut: string;
}

interface Asked {
  /** The vault's host. */
  vault: string;
  secret: string;
  verb: 'read' | 'write';
}

/** `says`: the vault's own words, cleaned, where they tell more. */
export function vaultFault(id: VaultFaultId, asked: Asked, says = ''): VaultFault {
  const { cause, reason, wayOut } = table[id];
  const facts: Readonly<Record<string, string>> = { ...asked };
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
  return {
    id,
    cause: isCauseId(cause) ? cause : 'unknown',
    reason: withOwnWords(fill(reason), says),
    wayOut: fill(wayOut),
  };
}

/** With what was answered, cleaned, as a sentence of its own. */
export function withOwnWords(reason: string, says: string): string {
  const own = toSafeText(says, { maxLength: 300 }).trim();
  return own === '' ? reason : `${reason} It says: ${own.replace(/[^.!?…]$/, '$&.')}`;
}
