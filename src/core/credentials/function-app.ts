import table from './function-app-faults.json' with { type: 'json' };
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
  restart(): Promise<FunctionAppAnswer<null>>;
  close(): Promise<void>;
}
