import type { FastifyInstance, FastifyReply } from 'fastify';
import { readToken } from '../entra/access-tokens.ts';

/** CIPP's function app, as Azure's Resource Manager knows it. */
export interface SimulatedSite {
  readonly resourceId: string;
  restarts: number;
  /** False: whoever asks has no role on it. */
  allowed: boolean;
}

/** Serves `Microsoft.Web/sites`: reading one and restarting it (learn.microsoft.com/rest/api/appservice/web-apps). */
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
  const pathOf = (url: string): string => url.split('?')[0] ?? '';
  server.get('/subscriptions/*', (request, reply) => {
    if (admit(request.headers.authorization, pathOf(request.url), 'Microsoft.Web/sites/read', reply))
      reply.send({ id: site.resourceId, name: site.resourceId.split('/').at(-1), properties: { state: 'Running' } });
  });
  server.post('/subscriptions/*', (request, reply) => {
    const path = pathOf(request.url).replace(/\/restart$/, '');
    if (!admit(request.headers.authorization, path, 'Microsoft.Web/sites/restart/Action', reply)) return;
    site.restarts += 1;
    reply.code(200).send('');
  });
}
