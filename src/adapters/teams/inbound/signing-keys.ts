import type { CryptoKey } from 'jose';
import { importJWK } from 'jose/key/import';
import { z } from 'zod';
import type { Clock, Timers } from '../../../core/model/time/clock.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { parseJson } from '../../http/http-response.ts';
import { isLoopbackUrl } from '../../http/loopback.ts';

export interface SigningKey {
  key: CryptoKey;
  /** Channels whose requests this key may sign. */
  endorsements: readonly string[];
}

export interface SigningKeys {
  /** Undefined for a key that is not published. Throws where the keys cannot be had at all. */
  find(kid: string): Promise<SigningKey | undefined>;
}

export interface SigningKeysOptions {
  openIdMetadataUrl: string;
  http: HttpClient;
  clock: Clock;
  timers: Timers;
  /** Lets the metadata and the keys lie on loopback, without TLS. */
  sandbox: boolean;
}

/** Keys are fetched anew daily, as Microsoft advises, and still serve for five days where that fails. */
const FRESH_MS = 24 * 3_600_000;
const USABLE_MS = 5 * FRESH_MS;
/** Keys are fetched at most this often where what is kept serves on, and where nothing is kept. */
const COOLDOWN_MS = 60_000;
const COOLDOWN_WITHOUT_KEYS_MS = 5_000;
/**
 * An unknown key id makes us fetch at most this often: anybody can send one. Whoever names one earlier waits for the next
 * fetch, so that a stranger's does not use up that of a key which Microsoft has just published.
 */
const UNKNOWN_PAUSE_MS = 2_000;

const metadataSchema = z.object({ jwks_uri: z.url() });
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  endorsements: z.array(z.string()).optional().catch(undefined),
});
const keySetSchema = z.object({ keys: z.array(z.unknown()) });

/** Keys from the OpenID metadata, kept and renewed. At most one fetch is under way. */
export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { clock, timers } = options;
  let kept: { keys: ReadonlyMap<string, SigningKey>; fetchedAtMs: number } | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  const fetchAnew = async (): Promise<void> => {
    triedAtMs = clock.monotonicMs();
    try {
      kept = { keys: await fetchKeys(options), fetchedAtMs: clock.monotonicMs() };
    } catch {
      // What is kept serves on while it may; the caller finds out where nothing is.
    } finally {
      fetching = undefined;
    }
  };
  const ageMs = (): number => (kept ? clock.monotonicMs() - kept.fetchedAtMs : Number.POSITIVE_INFINITY);
  const renew = async (cooldownMs: number): Promise<void> => {
    if (!fetching && clock.monotonicMs() < triedAtMs + cooldownMs) return;
    fetching ??= fetchAnew();
    await fetching;
  };

  let pause: Promise<void> | undefined;
  const lookAgain = async (): Promise<void> => {
    const waitMs = triedAtMs + UNKNOWN_PAUSE_MS - clock.monotonicMs();
    if (!fetching && waitMs > 0) {
      pause ??= new Promise<void>((resolve) => void timers.after(waitMs, resolve)).finally(() => {
        pause = undefined;
      });
      await pause;
    }
    fetching ??= fetchAnew();
    await fetching;
  };

  return {
    find: async (kid) => {
      if (ageMs() > FRESH_MS) await renew(kept && ageMs() < USABLE_MS ? COOLDOWN_MS : COOLDOWN_WITHOUT_KEYS_MS);
      if (kept && !kept.keys.has(kid)) await lookAgain();
      if (!kept || ageMs() > USABLE_MS) throw new Error('no signing keys');
      return kept.keys.get(kid);
    },
  };
}

async function fetchKeys({ http, openIdMetadataUrl, sandbox }: SigningKeysOptions): Promise<Map<string, SigningKey>> {
  const get = async (url: string): Promise<unknown> => {
    if (!url.startsWith('https:') && !(sandbox && isLoopbackUrl(url)))
      throw new Error('keys are only fetched over TLS');
    const { status, body } = await http.ask({ method: 'GET', url, headers: { accept: 'application/json' } });
    if (status !== 200) throw new Error(`the answer was ${status}`);
    return parseJson(body);
  };
  const { jwks_uri } = metadataSchema.parse(await get(openIdMetadataUrl));
  const { keys } = keySetSchema.parse(await get(jwks_uri));
  const found = new Map<string, SigningKey>();
  for (const candidate of keys) {
    const { data } = keySchema.safeParse(candidate);
    if (!data) continue;
    const key = await importJWK({ kty: data.kty, n: data.n, e: data.e }, 'RS256');
    if (!(key instanceof Uint8Array)) found.set(data.kid, { key, endorsements: data.endorsements ?? [] });
  }
  if (found.size === 0) throw new Error('the answer holds no usable key');
  return found;
}
