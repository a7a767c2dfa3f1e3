import type { FileInput } from '../options.ts';
import type { Json } from '../wire.ts';

/** A file on the stand-in's own "CDN", from which the bot can download it. */
export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly description: string | null;
  readonly contentType: string;
  readonly data: Buffer;
  readonly url: string;
}

export interface Files {
  keep(file: {
    readonly filename: string;
    readonly contentType: string;
    readonly data: Buffer;
    readonly description?: string | null;
    readonly url?: string;
  }): StoredFile;
  /** Keeps a file a technician attached. */
  attach(file: FileInput): StoredFile;
  find(id: string, filename: string): StoredFile | undefined;
}

/** `cdn` is the base URL, known once the server listens. */
export function createFiles(mint: () => string, cdn: () => string): Files {
  const files = new Map<string, StoredFile>();
  const keep: Files['keep'] = (file) => {
    const id = mint();
    const url = file.url ?? `${cdn()}/attachments/${id}/${encodeURIComponent(file.filename)}`;
    const stored = { ...file, id, url, description: file.description ?? null };
    files.set(id, stored);
    return stored;
  };
  return {
    keep,
    attach: (file) =>
      keep({
        filename: file.filename,
        contentType: file.contentType ?? 'text/plain; charset=utf-8',
        data: Buffer.from(file.content),
        ...(file.url === undefined ? {} : { url: file.url }),
      }),
    find: (id, filename) => {
      const file = files.get(id);
      return file?.filename === filename ? file : undefined;
    },
  };
}

export function toApiAttachment(file: StoredFile, ephemeral = false): Json {
  return {
    id: file.id,
    filename: file.filename,
    ...(file.description === null ? {} : { description: file.description }),
    size: file.data.length,
    url: file.url,
    proxy_url: file.url,
    content_type: file.contentType,
    ...(ephemeral ? { ephemeral } : {}),
  };
}
