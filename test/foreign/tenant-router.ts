import { type Loopback, startLoopback } from '../adapters/http/loopback.ts';

/** Entra's addresses in front of a server that knows no tenants: `/{tenant}/oauth2/v2.0/…`. Asked for with the way that is left. */
const OF_TENANT = /^\/[^/]+(?=\/oauth2\/v2\.0\/)/;

/** Leads what is asked of Entra to another server, which `toPath` may know under other names; the rest is empty lists. */
export function startTenantRouter(origin: string, toPath = (path: string): string => path): Promise<Loopback> {
  return startLoopback(({ method, url, headers, body }, response) => {
    if (!OF_TENANT.test(url)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value: [] }));
      return;
    }
    const { 'content-type': type = '' } = headers;
    const sent = { headers: { 'content-type': type }, ...(body === '' ? {} : { body }) };
    void fetch(`${origin}${toPath(url.replace(OF_TENANT, ''))}`, { method, ...sent }).then(
      async (answer) => {
        const text = await answer.text();
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
      },
      () => response.destroy(),
    );
  });
}
