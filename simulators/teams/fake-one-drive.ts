import { listen } from './listen.ts';

/** One request that reached the fake OneDrive. */
export interface DriveCall {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** Stands in for OneDrive over plain HTTP on loopback: takes what is put, gives what lies there. */
export interface FakeOneDrive {
  origin: string;
  calls: DriveCall[];
  /** What can be read, by its path. */
  files: Map<string, Buffer>;
  /** The next answers, in order; a status without content, or a redirect; then it succeeds again. */
  refuseNext(...answers: { status: number; location?: string }[]): void;
  close(): Promise<void>;
}

export async function createFakeOneDrive(): Promise<FakeOneDrive> {
  const calls: DriveCall[] = [];
  const files = new Map<string, Buffer>();
  const refusals: { status: number; location?: string }[] = [];
  const { origin, close } = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    calls.push({ method, path, headers, bytes: Buffer.concat(chunks) });
    const refusal = refusals.shift();
    if (refusal) {
      response.writeHead(refusal.status, refusal.location === undefined ? {} : { location: refusal.location });
      return void response.end();
    }
    if (method === 'PUT') return void response.writeHead(201).end('{"id":"1"}');
    const file = files.get(path);
    response.writeHead(file ? 200 : 404).end(file);
  });
  return { origin, calls, files, refuseNext: (...answers) => void refusals.push(...answers), close };
}
