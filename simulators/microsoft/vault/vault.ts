import { randomBytes, randomUUID } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createToken, readToken } from '../entra/access-tokens.ts';

/** How the vault treats whoever asks. */
export const VAULT_SCENARIOS = [
  'fine',
  'no-role',
  'no-policy',
  'firewall',
  'private-link',
  'read-only',
  'throttled',
  'foreign-tenant',
  'not-a-vault',
  'hang',
] as const;
export type VaultScenario = (typeof VAULT_SCENARIOS)[number];

export interface VaultOptions {
  /** What it holds at first, by name. */
  secrets: Readonly<Record<string, string>>;
  /** The tenant of the identity. */
  tenantId?: string;
  /** Speaks HTTPS with these. */
  tls?: { cert: string; key: string };
}

/** A key vault on loopback, and beside it the identity endpoint of an App Service. */
export interface Vault {
  /** `https://127.0.0.1:PORT` */
  readonly origin: string;
  /** What a process needs to have an identity here. */
  environment(): Record<string, string>;
  setScenario(scenario: VaultScenario): void;
  /** Takes the identity away, or gives it back. */
  setIdentity(exists: boolean): void;
  /** Makes a new version, as another program would. */
  put(name: string, value: string, attributes?: { enabled?: boolean; exp?: number }): void;
  /** It can be recovered, unless it is purged. */
  delete(name: string, purge?: boolean): void;
  /** The values of each version, oldest first. */
  versions(name: string): string[];
  /** The id of the newest version, as Azure's own services fetch it: whatever the identity of this machine may. */
  newest(name: string): string | undefined;
  /** How often a secret's value was asked for or written. */
  asked(): number;
  close(): Promise<void>;
}

interface Version {
  id: string;
  value: string;
  enabled: boolean;
  exp?: number;
  updated: number;
}

const RESOURCE = 'https://vault.azure.net';
const TENANT = '5a3c1f7e-0d52-4c0e-9f6e-2b5f0a9be1d4';
/** The identity of this machine, assigned by a user: what names it, and who it is. */
export const IDENTITY = {
  clientId: '7d1f3c57-6a06-4c9b-8f60-5c0b6d0c2f11',
  subject: '0b9a3c52-6f0e-4a35-9d0a-3f7d6f1f2c44',
} as const;
const putBody = z.object({
  value: z.string().max(25_600),
  attributes: z.object({ enabled: z.boolean().optional(), exp: z.number().optional() }).optional(),
});

/** Starts a simulated key vault: the part of its REST interface that reads and writes secrets (version 7.4 and later). */
export async function createVault({ secrets, tls, tenantId = TENANT }: VaultOptions): Promise<Vault> {
  const held = new Map<string, Version[]>();
  const deleted = new Map<string, Version[]>();
  const identityHeader = randomUUID();
  let scenario: VaultScenario = 'fine';
  let hasIdentity = true;
  let asked = 0;
  let origin = '';
  const put = (name: string, value: string, attributes: { enabled?: boolean; exp?: number } = {}): Version => {
    const { enabled = true, exp } = attributes;
    const updated = Math.floor(Date.now() / 1000);
    const made: Version = { id: randomBytes(16).toString('hex'), value, enabled, updated, ...(exp ? { exp } : {}) };
    const key = name.toLowerCase();
    held.set(key, [...(held.get(key) ?? []), made]);
    return made;
  };
  for (const [name, value] of Object.entries(secrets)) put(name, value);

  const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024, ...(tls ? { https: tls } : {}) });
  // The first request of a client comes without token and without body, and is told so before anything is read.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const refuse = (reply: FastifyReply, status: number, code: string, message: string, inner?: string) =>
    reply.code(status).send({ error: { code, message, ...(inner ? { innererror: { code: inner } } : {}) } });
  const missing = (reply: FastifyReply, name: string) =>
    refuse(
      reply,
      404,
      'SecretNotFound',
      `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`,
    );
  const bundle = (name: string, { id, value, enabled, exp, updated }: Version, withValue = true) => ({
    ...(withValue ? { value } : {}),
    id: `${origin}/secrets/${name}/${id}`,
    attributes: {
      enabled,
      created: updated,
      updated,
      ...(exp === undefined ? {} : { exp }),
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    },
    tags: {},
  });

  /** False where it was answered. */
  const admit = (request: FastifyRequest, reply: FastifyReply, verb: 'get' | 'set', name: string): boolean => {
    if (scenario === 'hang') {
      reply.hijack();
      return false;
    }
    if (scenario === 'not-a-vault') {
      void reply.code(200).type('text/html').send('<html><body>Welcome</body></html>');
      return false;
    }
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const claims = token === undefined ? undefined : readToken(token);
    if (claims?.aud !== RESOURCE || scenario === 'foreign-tenant') {
      const challenge = `Bearer authorization="https://login.microsoftonline.com/${TENANT}", resource="${RESOURCE}"`;
      const [code, text] = claims
        ? ['AKV10032', 'Invalid issuer.']
        : ['AKV10000', 'Request is missing a Bearer or PoP token.'];
      void refuse(reply.header('www-authenticate', challenge), 401, 'Unauthorized', `${code}: ${text}`);
      return false;
    }
    asked += 1;
    const caller = `appid=${claims.appid};oid=${TENANT};iss=https://sts.windows.net/${TENANT}/`;
    const byRbac = `Caller is not authorized to perform action on resource.\r\nCaller: ${caller}\r\nAction: 'Microsoft.KeyVault/vaults/secrets/${verb}Secret/action'\r\nAssignment: (not found)\r\nVault: stand-in`;
    const refusals: Partial<Record<VaultScenario, [number, string, string, string]>> = {
      'no-role': [403, 'Forbidden', byRbac, 'ForbiddenByRbac'],
      'no-policy': [
        403,
        'Forbidden',
        `The user, group or application '${caller}' does not have secrets ${verb} permission on key vault 'stand-in;location=westeurope'.`,
        'ForbiddenByPolicy',
      ],
      firewall: [
        403,
        'Forbidden',
        'Client address is not authorized and caller is not a trusted service.\r\nClient address: 192.0.2.10\r\nVault: stand-in;location=westeurope',
        'ForbiddenByFirewall',
      ],
      'private-link': [
        403,
        'Forbidden',
        'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
        'ForbiddenByConnection',
      ],
      throttled: [
        429,
        'Throttled',
        'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached',
        'VaultRequestTypeLimitReached',
      ],
      ...(verb === 'set' ? { 'read-only': [403, 'Forbidden', byRbac, 'ForbiddenByRbac'] } : {}),
    };
    const found = refusals[scenario];
    if (!found) return true;
    const [status, code, message, inner] = found;
    if (status === 429) reply.header('retry-after', '1');
    void refuse(reply, status, code, message.replace('{name}', name), inner);
    return false;
  };

  server.get<{ Params: { name: string; version?: string } }>('/secrets/:name/:version?', async (request, reply) => {
    const { name, version } = request.params;
    if (!admit(request, reply, 'get', name)) return reply;
    const all = held.get(name.toLowerCase()) ?? [];
    const found = version ? all.find(({ id }) => id === version) : all.at(-1);
    if (!found) return missing(reply, name);
    if (!found.enabled)
      return refuse(reply, 403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', 'SecretDisabled');
    return bundle(name, found);
  });
  server.get<{ Params: { name: string } }>('/secrets/:name/versions', async (request, reply) => {
    const { name } = request.params;
    if (!admit(request, reply, 'get', name)) return reply;
    return { value: (held.get(name.toLowerCase()) ?? []).map((one) => bundle(name, one, false)), nextLink: null };
  });
  server.put<{ Params: { name: string } }>('/secrets/:name', async (request, reply) => {
    const { name } = request.params;
    if (!admit(request, reply, 'set', name)) return reply;
    if (deleted.has(name.toLowerCase()))
      return refuse(
        reply,
        409,
        'Conflict',
        `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
        'ObjectIsDeletedButRecoverable',
      );
    const { value, attributes = {} } = putBody.parse(JSON.parse(String(request.body)));
    const { enabled, exp } = attributes;
    return bundle(name, put(name, value, { ...(enabled === undefined ? {} : { enabled }), ...(exp ? { exp } : {}) }));
  });
  server.get<{ Params: { name: string } }>('/deletedsecrets/:name', async (request, reply) => {
    const { name } = request.params;
    if (!admit(request, reply, 'get', name)) return reply;
    const found = deleted.get(name.toLowerCase())?.at(-1);
    return found
      ? { ...bundle(name, found, false), recoveryId: `${origin}/deletedsecrets/${name}` }
      : missing(reply, name);
  });
  const identity = createIdentityEndpoint(() => hasIdentity, identityHeader, tenantId);
  origin = (await server.listen({ host: '127.0.0.1', port: 0 })).replace('http:', tls ? 'https:' : 'http:');
  const identityOrigin = await identity.listen({ host: '127.0.0.1', port: 0 });
  return {
    origin,
    environment: () => ({ IDENTITY_ENDPOINT: `${identityOrigin}/msi/token`, IDENTITY_HEADER: identityHeader }),
    setScenario: (next) => {
      scenario = next;
    },
    setIdentity: (exists) => {
      hasIdentity = exists;
    },
    put: (name, value, attributes) => void put(name, value, attributes),
    delete: (name, purge = false) => {
      const key = name.toLowerCase();
      if (!purge) deleted.set(key, held.get(key) ?? []);
      held.delete(key);
    },
    versions: (name) => (held.get(name.toLowerCase()) ?? []).map(({ value }) => value),
    newest: (name) => held.get(name.toLowerCase())?.at(-1)?.id,
    asked: () => asked,
    close: async () => {
      await Promise.all([server.close(), identity.close()]);
    },
  };
}

/** What gives an App Service its managed identity (learn.microsoft.com: REST endpoint reference, 2019-08-01). */
function createIdentityEndpoint(exists: () => boolean, identityHeader: string, tenantId: string) {
  const server = fastify({ forceCloseConnections: true });
  server.get<{ Querystring: { resource?: string; client_id?: string } }>('/msi/token', async (request, reply) => {
    const { resource = '', client_id: clientId = IDENTITY.clientId } = request.query;
    if (!exists() || clientId !== IDENTITY.clientId || request.headers['x-identity-header'] !== identityHeader)
      return reply.code(400).send({
        statusCode: 400,
        message: 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
      });
    const expires = Math.floor(Date.now() / 1000) + 3600;
    // For a service, or to stand for the secret of an app that trusts it.
    const who = { iss: `https://login.microsoftonline.com/${tenantId}/v2.0`, sub: IDENTITY.subject, idtyp: 'identity' };
    const own = resource.startsWith('api://') ? who : {};
    const claims = { aud: resource, tid: tenantId, appid: IDENTITY.clientId, exp: expires, ...own };
    return { access_token: createToken(claims), expires_on: String(expires), resource, token_type: 'Bearer' };
  });
  return server;
}
