import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { listen } from './listen.ts';

/** A key pair of the fake Bot Connector. */
export interface FakeKey {
  kid: string;
  privateKey: CryptoKey;
  publicPem: string;
  jwk: JWK & { endorsements?: string[] };
}

export interface FakeTokenRequest {
  tenant: string;
  form: Record<string, string>;
}

/**
 * Stands in for login.botframework.com (metadata and keys) and for Entra's token endpoint, over plain HTTP on loopback.
 * It publishes four keys: endorsed for Teams, endorsed for another channel, without endorsements, and for rotation.
 */
export interface FakeAuthority {
  origin: string;
  openIdMetadataUrl: string;
  keys: { teams: FakeKey; otherChannel: FakeKey; unendorsed: FakeKey; unpublished: FakeKey };
  /** Signs with the key for Teams unless told otherwise. `alg` and `kid` of the header can be set apart. */
  sign(claims: JWTPayload, options?: { key?: FakeKey; kid?: string }): Promise<string>;
  /** From now on this key is published too. */
  publish(key: FakeKey): void;
  /** How often the keys were fetched. */
  keyFetches(): number;
  /** The metadata and the keys answer 503 until called with false. */
  failKeys(fails: boolean): void;
  /** What the token endpoint was asked. */
  tokenRequests: FakeTokenRequest[];
  /** The tokens it gave, newest last. */
  botTokens: string[];
  /** The next answers of the token endpoint, in order; then it grants again. */
  refuseTokens(...answers: { status: number; body: unknown }[]): void;
  close(): Promise<void>;
}

export interface FakeAuthorityOptions {
  /** Lifetime of a bot token in seconds. Default 3599. */
  lifetimeS?: number;
}

/** Made once for all authorities of a process: making them takes far longer than all the rest. */
let sharedKeys: Promise<[FakeKey, FakeKey, FakeKey, FakeKey]> | undefined;

export async function createFakeAuthority({ lifetimeS = 3599 }: FakeAuthorityOptions = {}): Promise<FakeAuthority> {
  sharedKeys ??= Promise.all([
    createKey(['msteams', 'emulator']),
    createKey(['webchat']),
    createKey(undefined),
    createKey(['msteams']),
  ]);
  const [teams, otherChannel, unendorsed, unpublished] = await sharedKeys;
  const published = [teams, otherChannel, unendorsed];
  const tokenRequests: FakeTokenRequest[] = [];
  const botTokens: string[] = [];
  const refusals: { status: number; body: unknown }[] = [];
  let keyFetches = 0;
  let fails = false;

  const app = fastify();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
  app.get('/openid', async (request, reply) => {
    if (fails) return reply.code(503).send();
    const origin = `http://${request.headers.host}`;
    return { issuer: 'https://api.botframework.com', jwks_uri: `${origin}/keys` };
  });
  app.get('/keys', async (_request, reply) => {
    if (fails) return reply.code(503).send();
    keyFetches += 1;
    return { keys: published.map(({ jwk }) => jwk) };
  });
  app.post<{ Params: { tenant: string }; Body: Record<string, string> }>(
    '/:tenant/oauth2/v2.0/token',
    async (request, reply) => {
      tokenRequests.push({ tenant: request.params.tenant, form: request.body });
      const refusal = refusals.shift();
      if (refusal) return reply.code(refusal.status).send(refusal.body);
      const token = `bot-token-${randomUUID()}`;
      botTokens.push(token);
      return { token_type: 'Bearer', expires_in: lifetimeS, access_token: token };
    },
  );
  await app.ready();
  const { origin, close } = await listen(app.routing);

  return {
    origin,
    openIdMetadataUrl: `${origin}/openid`,
    keys: { teams, otherChannel, unendorsed, unpublished },
    sign: (claims, { key = teams, kid = key.kid } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key.privateKey),
    publish: (key) => void published.push(key),
    keyFetches: () => keyFetches,
    failKeys: (now) => {
      fails = now;
    },
    tokenRequests,
    botTokens,
    refuseTokens: (...answers) => void refusals.push(...answers),
    close,
  };
}

async function createKey(endorsements: string[] | undefined): Promise<FakeKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  const jwk = {
    ...(await exportJWK(publicKey)),
    kid,
    use: 'sig',
    alg: 'RS256',
    ...(endorsements ? { endorsements } : {}),
  };
  return { kid, privateKey, publicPem: await exportSPKI(publicKey), jwk };
}
