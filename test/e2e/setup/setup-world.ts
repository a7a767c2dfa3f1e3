import { createAppSecretsFactory } from '../../../src/adapters/microsoft/create-app-secrets.ts';
import { createPartnerDirectoryFactory } from '../../../src/adapters/microsoft/create-partner-directory.ts';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { openBox } from '../../../src/bot/runtime/open-box.ts';
import { setUp } from '../../../src/core/credentials/set-up.ts';
import type { SetupParts, SetupPlan, SetupResult, SetupWish } from '../../../src/core/credentials/setup-parts.ts';
import { type UndoPlan, undoSetup } from '../../../src/core/credentials/undo-setup.ts';
import { PERMISSION_SETS } from '../../../src/core/model/permissions/permission-set.ts';
import { browser, type OpenedWorld } from '../renewal/renewal-world.ts';

/** What a set-up over this world needs; nothing is waited for. */
export async function setupParts(opened: OpenedWorld, environment: Record<string, string>): Promise<SetupParts> {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const { masterKey, sandboxUrl } = parsed.config;
  const { connections, secrets, settings } = opened.storage;
  return {
    ...opened.parts,
    directories: createPartnerDirectoryFactory({ sandboxUrl }),
    appSecrets: createAppSecretsFactory({ sandboxUrl }),
    ...{ connections, secrets, settings },
    box: await openBox(masterKey, secrets),
  };
}

/** The set of Samaritan itself; a test may want less of it, or more. */
export const SET = PERMISSION_SETS.samaritan as SetupWish['set'];

export interface Ran {
  result: SetupResult;
  plan: SetupPlan | undefined;
  undo: UndoPlan | undefined;
  /** What was shown, in order. */
  shown: string[];
}

type Options = Partial<Omit<SetupWish, 'receiver'>> & { confirms?: boolean | null; device?: boolean; undo?: boolean };

/** Sets up, or undoes it; whoever is asked says yes, unless `confirms` says otherwise. */
export async function runSetupIn(parts: SetupParts, tenant: string, options: Options = {}): Promise<Ran> {
  const { confirms = true, device = false, undo = false, ...wanted } = options;
  const ran: Omit<Ran, 'result'> = { plan: undefined, undo: undefined, shown: [] };
  const person = browser();
  const wish: SetupWish = {
    ...{ name: 'partner', tenant, cloud: 'global', set: SET, displayName: 'Partner access', days: 180, by: 'test' },
    ...{ dryRun: false, receiver: device ? undefined : person.receiver, ...wanted },
  };
  const show = {
    open: person.open,
    deviceCode: () => {},
    interrupted: ({ step }: { step: string }) => void ran.shown.push(`interrupted ${step}`),
    administrator: (account: string) => void ran.shown.push(account),
    confirm: async () => confirms,
    done: (what: string) => void ran.shown.push(what),
  };
  const result = undo
    ? await undoSetup(wish, parts, { ...show, plan: (plan) => void Object.assign(ran, { undo: plan }) })
    : await setUp(wish, parts, { ...show, plan: (plan) => void Object.assign(ran, { plan }) });
  return { ...ran, result };
}
