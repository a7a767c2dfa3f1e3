import type { Reaction } from './answer.ts';

/** Never answers: the client has to give up by itself. */
export const hang: Reaction = () => 'hang';

/** Breaks the connection, so that the client sees ECONNRESET. */
export const reset: Reaction = () => 'reset';

/** Does it the first `times` times since the scenario was set, then lets the service answer as usual. */
export function first(times: number, reaction: Reaction): Reaction {
  return (call) => (call.nth <= times ? reaction(call) : undefined);
}

type Headers = Readonly<Record<string, string>>;

/** What an edge of Microsoft's own network puts on an answer that no service behind it gave (Azure Front Door). */
export const EDGE: Headers = { 'x-azure-ref': '20261128T091201Z-15c8f7d4b5cxk9zq', 'x-cache': 'CONFIG_NOCACHE' };
/** What the services themselves put on every answer, whatever became of its body. */
export const SERVICE: Headers = { 'x-ms-request-id': 'd0f8a7c6-5b4e-4c3d-9a2b-1f0e9d8c7b6a' };

/** Answers a web page where JSON belongs, as proxies do and, with headers of their own, overloaded edges. */
export function page(status: number, title: string, text: string, headers: Headers = {}): Reaction {
  const body = `<!DOCTYPE html>\r\n<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1>\r\n<p>${text}</p>\r\n</body>\r\n</html>\r\n`;
  return () => ({ status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body });
}

/** Answers the given text as JSON, whatever it is. */
export function rawJson(status: number, body: string, headers: Headers = {}): Reaction {
  return () => ({ status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body });
}

/** Answers a status and nothing else. */
export function empty(status: number, headers: Headers = {}): Reaction {
  return () => ({ status, headers, body: '' });
}
