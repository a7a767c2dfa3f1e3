import { z } from 'zod';
import type { SamConnection } from '../model/cloud/connection.ts';
import type { Secret } from '../model/text/secret.ts';
import type { Clock } from '../model/time/clock.ts';
import type { SecretBox, SecretStore } from './secret-store.ts';

const storedFacts = z.object({
  /** Of the kept secret at Microsoft, and of the app's registration. */
  keyId: z.string(),
  objectId: z.string(),
  addedAt: z.number(),
  /** The secret that is to be removed once a whole sweep has passed with the kept one; null where none is. */
  replaces: z.string().nullable(),
});
export type KeptSecretFacts = z.infer<typeof storedFacts>;

export interface KeptSecret {
  value: Secret;
  facts: KeptSecretFacts;
}

/** What tells connections apart. */
export type ConnectionIds = Pick<SamConnection, 'cloud' | 'applicationId' | 'tenant' | 'id'>;

/**
 * Keeps the client secret that a rotation gave, sealed beside the fingerprint of the configured one, which wins as soon
 * as it changes: the same rule as for refresh tokens.
 */
export class SecretKeeper {
  readonly #parts: { secrets: SecretStore; box: SecretBox; clock: Clock };

  constructor(parts: { secrets: SecretStore; box: SecretBox; clock: Clock }) {
    this.#parts = parts;
  }

  /** Undefined where none is kept for this configured secret. Throws what the store and the box throw. */
  async read(configured: SamConnection): Promise<KeptSecret | undefined> {
    const { secrets, box } = this.#parts;
    const name = secretNameOf(configured);
    const kept = await secrets.read(name);
    if (!kept) return undefined;
    if (kept.fingerprint !== box.fingerprint(configured.applicationSecret)) {
      await secrets.remove(name);
      return undefined;
    }
    const facts = storedFacts.parse(JSON.parse(kept.detail ?? 'null'));
    return { value: box.open(kept.sealed, name), facts };
  }

  async keep(configured: SamConnection, { value, facts }: KeptSecret): Promise<void> {
    const { secrets, box, clock } = this.#parts;
    const name = secretNameOf(configured);
    const fingerprint = box.fingerprint(configured.applicationSecret);
    const secret = {
      sealed: box.seal(value, name),
      fingerprint,
      updatedAt: clock.now(),
      detail: JSON.stringify(facts),
    };
    await secrets.keep(name, secret);
  }
}

/** Also what the sealed text is bound to. */
export function secretNameOf({ cloud, applicationId, tenant, id }: ConnectionIds): string {
  return `application-secret:${cloud}:${applicationId}:${tenant}${id === undefined ? '' : `:${id}`}`;
}
