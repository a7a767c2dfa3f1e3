import type { AppRegistration } from './app-registration.ts';
import type { Random } from './random.ts';

interface AddedSecret {
  readonly keyId: string;
  readonly value: string;
  asked: number;
}

/** The client secrets that were added and removed through Graph, and which of them Entra takes. */
export interface AddedSecrets {
  /** As Graph answers it: the only time that the value is told. */
  add(wish: { displayName?: string | undefined; endDateTime: string }): Readonly<Record<string, unknown>>;
  /** Whether the app had it. */
  remove(keyId: string): boolean;
  takes(value: string): boolean;
  /** What must be in no request but one for a token. */
  marks(): string[];
}

/** Entra's replicas learn of a new secret one by one: asked for the first time, and again the third, it is not known yet. */
const NOT_YET: ReadonlySet<number> = new Set([1, 3]);

export function createAddedSecrets(
  app: { applicationId: string; secret: string },
  registration: {
    read(): Pick<AppRegistration, 'passwordCredentials'>;
    replace(secrets: AppRegistration['passwordCredentials']): void;
  },
  random: Random,
): AddedSecrets {
  const added = new Map<string, AddedSecret>();
  let isOriginalThere = true;
  return {
    add({ displayName, endDateTime }) {
      const one: AddedSecret = { keyId: random.guid(), value: `${random.text(3)}8Q~${random.text(34)}`, asked: 0 };
      added.set(one.value, one);
      const entry = {
        customKeyIdentifier: null,
        displayName: displayName ?? null,
        endDateTime,
        hint: one.value.slice(0, 3),
        keyId: one.keyId,
        secretText: null,
        startDateTime: new Date().toISOString(),
      };
      registration.replace([...registration.read().passwordCredentials, entry]);
      return { ...entry, secretText: one.value };
    },
    remove(keyId) {
      const { passwordCredentials } = registration.read();
      const found = passwordCredentials.find((one) => one.keyId === keyId);
      if (!found) return false;
      registration.replace(passwordCredentials.filter((one) => one !== found));
      const own = [...added.values()].find((one) => one.keyId === keyId);
      if (own) added.delete(own.value);
      else if (found.hint === app.secret.slice(0, 3)) isOriginalThere = false;
      return true;
    },
    takes(value) {
      const one = added.get(value);
      if (!one) return isOriginalThere && value === app.secret;
      one.asked += 1;
      return !NOT_YET.has(one.asked);
    },
    marks: () => [...added.keys()],
  };
}
