import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Loopback {
  readonly origin: string;
  readonly requests: LoopbackRequest[];
  /** Resolves when the next request has come. */
  next(): Promise<void>;
  close(): Promise<void>;
}

/** A server on loopback that answers as it is told and keeps what it was sent. */
export async function startLoopback(
  reply: (request: LoopbackRequest, response: ServerResponse) => void,
): Promise<Loopback> {
  const requests: LoopbackRequest[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      for (const done of waiting.splice(0)) done();
      reply(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: () =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
