import { toSafeText } from '../model/text/format.ts';
import { formatMoment } from '../model/time/format-moment.ts';
import table from './function-app-faults.json' with { type: 'json' };
import type { VaultSecret } from './key-vault.ts';
import { withOwnWords } from './vault-fault.ts';

/** What stands between us and CIPP's function app. What each says is a row of `function-app-faults.json`. */
export type FunctionAppFaultId = keyof typeof table;

export interface FunctionAppFault {
  id: FunctionAppFaultId;
  reason: string;
  wayOut: string;
}

/** `says`: Azure's own words, cleaned, where they tell more. */
export function functionAppFault(id: FunctionAppFaultId, site: string, says = ''): FunctionAppFault {
  const { reason, wayOut } = table[id];
  return { id, reason: withOwnWords(reason.replaceAll('{site}', site), says), wayOut };
}

export type FunctionAppAnswer<T> = { ok: true; value: T } | { ok: false; fault: FunctionAppFault };

/** CIPP's function app, which holds the secrets of the vault in its memory until it is restarted. */
export interface FunctionApp {
  name: string;
  /** As Azure writes it: `Running`, `Stopped`. */
  state(): Promise<FunctionAppAnswer<string>>;
  /** Null where that setting refers to no vault. */
  reference(setting: string): Promise<FunctionAppAnswer<VaultReference | null>>;
  /** Has Azure fetch anew what its settings refer to: a restart alone need not. */
  refetch(): Promise<FunctionAppAnswer<null>>;
  restart(): Promise<FunctionAppAnswer<null>>;
  close(): Promise<void>;
}

/** What Azure hands the app for a setting that refers to a vault (Microsoft.Web, `ApiKVReference`). */
export interface VaultReference {
  vault: string;
  secret: string;
  /** `Resolved`, or why it is not. */
  status: string;
  /** The one that is handed out; null where Azure does not say. */
  version: string | null;
}

export interface HandedOut {
  /** Null: that can't be seen. */
  newest: boolean | null;
  says: string;
}

/** Whether the app is handed the newest token; `newest` is the vault's own, null where that could not be read. */
export function judgeReference(
  reading: FunctionAppAnswer<VaultReference | null>,
  newest: Omit<VaultSecret, 'value'> | null,
): HandedOut {
  const judged = (isNewest: boolean | null, says: string): HandedOut => ({
    newest: isNewest,
    says: toSafeText(says, { maxLength: 500 }),
  });
  if (!reading.ok) return judged(null, `Which token it is handed could not be read: ${reading.fault.reason}`);
  if (!reading.value) return judged(null, 'Which token it is handed can’t be seen: its setting refers to no vault.');
  const { vault, secret, status, version } = reading.value;
  if (status !== 'Resolved') return judged(false, `Azure does not hand it ${secret} of the vault ${vault}: ${status}.`);
  const what = `Azure hands it ${version === null ? 'a' : `the`} version ${version ?? 'that it does not name'} of ${secret} in the vault ${vault}`;
  if (version === null || !newest) return judged(null, `${what}; whether it is the newest could not be read.`);
  const written = newest.writtenAt === null ? '' : `, written ${formatMoment(newest.writtenAt)}`;
  const isNewest = newest.version === version;
  return judged(isNewest, `${what}${isNewest ? ': the newest' : `; the newest is ${newest.version}`}${written}.`);
}
