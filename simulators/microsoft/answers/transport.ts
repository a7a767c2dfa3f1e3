import type { Reaction } from './answer.ts';

/** Never answers: the client has to give up by itself. */
export const hang: Reaction = () => 'hang';

/** Breaks the connection, so that the client sees ECONNRESET. */
export const reset: Reaction = () => 'reset';

/** Does it the first `times` times since the scenario was set, then lets the service answer as usual. */
export function first(times: number, reaction: Reaction): Reaction {
  return (call) => (call.nth <= times ? reaction(call) : undefined);
}

/** Answers a web page where JSON belongs, as proxies and overloaded edges do. */
export function page(status: number, title: string, text: string): Reaction {
  const body = `<!DOCTYPE html>\r\n<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1>\r\n<p>${text}</p>\r\n</body>\r\n</html>\r\n`;
  return () => ({ status, headers: { 'content-type': 'text/html; charset=utf-8' }, body });
}

/** Answers the given text as JSON, whatever it is. */
export function rawJson(status: number, body: string): Reaction {
  return () => ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body });
}

/** Answers a status and nothing else. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Reaction {
  return () => ({ status, headers, body: '' });
}
