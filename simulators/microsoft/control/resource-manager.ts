import type { FastifyInstance, FastifyReply } from 'fastify';
import { readToken } from '../entra/access-tokens.ts';
import type { Vault } from '../vault/vault.ts';

/** CIPP's function app, as Azure's Resource Manager knows it. */
export interface SimulatedSite {
  readonly resourceId: string;
  restarts: number;
  /** False: whoever asks has no role on it. */
  allowed: boolean;
  /** Whose RefreshToken its setting refers to; undefined: to none. */
  vault: Pick<Vault, 'origin' | 'newest'> | undefined;
  /** The version that it is handed: fetched when it was first asked for, and anew only where that is asked for. */
  handed: string | undefined;
  /** Fetches anew only after more than a moment. */
  late: boolean;
}

const REFERENCES = '/config/configreferences/appsettings';

/**
 * Serves `Microsoft.Web/sites`: reading one, restarting it, and what its settings refer to
 * (learn.microsoft.com/rest/api/appservice/web-apps, and app-service-key-vault-references for the versions).
 */
export function registerResourceManager(
  server: FastifyInstance,
  site: SimulatedSite,
  violated: (text: string) => void,
): void {
  const refuse = (reply: FastifyReply, status: number, code: string, message: string): false => {
    reply.code(status).send({ error: { code, message } });
    return false;
  };
  const admit = (authorization: string | undefined, path: string, action: string, reply: FastifyReply): boolean => {
    reply.header('x-ms-request-id', crypto.randomUUID());
    const claims = readToken(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
    if (!claims)
      return refuse(reply, 401, 'AuthenticationFailed', 'Authentication failed. The Authorization header is missing.');
    if (!claims.aud.startsWith('https://management.azure.com')) {
      violated(`a token for ${claims.aud} was sent to the Resource Manager`);
      return refuse(
        reply,
        401,
        'InvalidAuthenticationTokenAudience',
        'The access token has been obtained for wrong audience.',
      );
    }
    if (path.toLowerCase() !== site.resourceId.toLowerCase())
      return refuse(
        reply,
        404,
        'ResourceNotFound',
        'The Resource was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix',
      );
    if (site.allowed) return true;
    return refuse(
      reply,
      403,
      'AuthorizationFailed',
      `The client '${claims.appid}' does not have authorization to perform action '${action}' over scope '${path}' or the scope is invalid.`,
    );
  };
  const sendReference = (path: string, reply: FastifyReply): void => {
    const { vault, resourceId: id } = site;
    if (!vault || !/\/RefreshToken$/i.test(path))
      return void refuse(reply, 404, 'NotFound', `Cannot find config reference ${path.split('/').at(-1)}.`);
    const vaultName = new URL(vault.origin).hostname.split('.')[0];
    site.handed ??= vault.newest('RefreshToken');
    reply.send({
      id: `${id}${REFERENCES}/RefreshToken`,
      name: 'RefreshToken',
      type: 'Microsoft.Web/sites/config/configreferences/appsettings',
      properties: {
        reference: `@Microsoft.KeyVault(VaultName=${vaultName};SecretName=RefreshToken)`,
        vaultName,
        secretName: 'RefreshToken',
        identityType: { type: 'SystemAssigned' },
        source: 'KeyVault',
        ...(site.handed
          ? { status: 'Resolved', activeVersion: site.handed }
          : { status: 'SecretNotFound', details: 'Secret was not found in the key vault.' }),
      },
    });
  };
  const pathOf = (url: string): string => url.split('?')[0] ?? '';
  server.get('/subscriptions/*', (request, reply) => {
    const [path = '', setting] = pathOf(request.url).split(REFERENCES);
    if (setting !== undefined) {
      const action = 'Microsoft.Web/sites/config/read';
      if (admit(request.headers.authorization, path, action, reply)) sendReference(setting, reply);
      return;
    }
    if (admit(request.headers.authorization, pathOf(request.url), 'Microsoft.Web/sites/read', reply))
      reply.send({ id: site.resourceId, name: site.resourceId.split('/').at(-1), properties: { state: 'Running' } });
  });
  server.post('/subscriptions/*', (request, reply) => {
    const [asked = '', refresh] = pathOf(request.url).split(REFERENCES);
    const path = asked.replace(/\/restart$/, '');
    if (refresh === '/refresh') {
      if (!admit(request.headers.authorization, path, 'Microsoft.Web/sites/config/refresh/action', reply)) return;
      if (!site.late) site.handed = site.vault?.newest('RefreshToken');
      reply.code(200).send({ value: [] });
      return;
    }
    if (!admit(request.headers.authorization, path, 'Microsoft.Web/sites/restart/Action', reply)) return;
    site.restarts += 1;
    reply.code(200).send('');
  });
}
