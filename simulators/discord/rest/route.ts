import type { RequestRecord } from '../journal.ts';
import type { UploadedFile } from '../wire.ts';

/** One request, read and matched to its route. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  readonly record: RequestRecord;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** Like `/channels/:channel/messages`. */
  readonly path: string;
  /** Interaction and webhook routes carry their own token in the path. */
  readonly open?: boolean;
  run(call: Call): Answer;
}

/** Matches a path by segments, of which `:name` takes any one; gives what the names took. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const there = path.split('/');
  if (wanted.length !== there.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = there[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}
