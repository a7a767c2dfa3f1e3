import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way, and what it is answered with once it was forwarded. */
export interface Passage {
  method: string;
  path: string;
  body: string;
  forward: () => Promise<Forwarded>;
}

export interface Forwarded {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ForwardingProxy {
  origin: string;
  close: () => Promise<void>;
}

/** Stands before a server on loopback. `pass` sees each request and answers it; undefined cuts the connection. */
export async function createForwardingProxy(
  target: string,
  pass: (passage: Passage) => Promise<Forwarded | undefined>,
): Promise<ForwardingProxy> {
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const answer = await pass({
      method,
      path: url,
      body: body.toString('utf8'),
      forward: () => forward(target, incoming, body),
    });
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    else response.destroy();
  };
  const server = createServer((incoming, response) => void serve(incoming, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Forwarded> {
  const { host: _host, ...rest } = headers;
  const outgoing = request(new URL(url ?? '/', target), { method, headers: rest });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await readAll(answer) };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
