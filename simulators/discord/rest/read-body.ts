import type { IncomingMessage } from 'node:http';
import type { UploadedFile } from '../wire.ts';

const LONGEST = 30 * 1024 * 1024;

export interface ReadBody {
  /** Undefined when there was none, `unreadable` when it wasn't JSON. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  readonly unreadable: boolean;
}

/** Reads a JSON body, or the multipart form in which `payload_json` stands beside the files. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST) throw new Error('a request body longer than anything Discord takes');
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  if (raw.length === 0) return { body: undefined, files: [], unreadable: false };
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { ...parse(raw.toString('utf8')), files: [] };

  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const files: UploadedFile[] = [];
  for (const [name, value] of form) {
    const key = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (typeof value === 'string' || key === undefined) continue;
    const data = Buffer.from(await value.arrayBuffer());
    files.push({ key, filename: value.name, contentType: value.type, data });
  }
  const payload = form.get('payload_json');
  return { ...parse(typeof payload === 'string' ? payload : '{}'), files };
}

function parse(text: string): { body: unknown; unreadable: boolean } {
  try {
    return { body: JSON.parse(text), unreadable: false };
  } catch {
    return { body: undefined, unreadable: true };
  }
}
