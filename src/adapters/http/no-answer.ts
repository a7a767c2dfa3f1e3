import type { BegunAnswer } from './answer-collector.ts';
import meanings from './no-answer-codes.json' with { type: 'json' };
import { isOutOfDescriptors } from './open-file-limit.ts';

/** What a code says, and whether the request can have left by then. The first group that knows one of the codes decides. */
const GROUPS: readonly [keyof typeof meanings, Facts['kind'], Facts['reached']][] = [
  ['local', 'local', 'no'],
  ['connecting', 'timeout', 'no'],
  ['waiting', 'timeout', 'maybe'],
  ['certificate', 'intercepted', 'no'],
  ['stranger', 'intercepted', 'maybe'],
  ['unmade', 'unreachable', 'no'],
  ['cut', 'unreachable', 'maybe'],
];

interface Facts {
  /** `local`: this machine could not even ask. */
  kind: 'timeout' | 'unreachable' | 'intercepted' | 'too-large' | 'local';
  reached: 'no' | 'maybe';
  detail: string;
  /** What the transport calls it. */
  code?: string | undefined;
  /** How the answer began, where it was too large. */
  begun?: BegunAnswer;
}

/** No whole answer came. `message` says so in words, with the host and a code, and holds no part of the request. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly host: string;
  readonly kind: Facts['kind'];
  readonly reached: Facts['reached'];
  readonly code: Facts['code'];
  readonly begun: Facts['begun'];

  constructor(host: string, { kind, reached, detail, code, begun }: Facts) {
    super(detail);
    this.host = host;
    this.kind = kind;
    this.reached = reached;
    this.code = code;
    this.begun = begun;
  }

  /** The whole answer did not come within the limit. */
  static late(host: string, limitMs: number): NoAnswer {
    const detail = `${host} did not answer within ${limitMs / 1000} seconds`;
    return new NoAnswer(host, { kind: 'timeout', reached: 'maybe', detail, code: 'ANSWER_LATE' });
  }

  static tooLarge(host: string, mostBytes: number, begun: BegunAnswer): NoAnswer {
    const detail = `${host} answers with more than ${mostBytes} bytes`;
    return new NoAnswer(host, { kind: 'too-large', reached: 'maybe', detail, begun });
  }

  /** What a thrown error of the transport says about the network. Its message, which may quote the request, is not kept. */
  static from(error: unknown, host: string): NoAnswer {
    const thrown = codesOf(error);
    const codes = isStarved(thrown) ? ['EMFILE', ...thrown] : thrown;
    const found = GROUPS.flatMap(([group, kind, reached]) =>
      codes.flatMap((code) => {
        const meaning = meaningIn(meanings[group], code);
        return meaning === undefined ? [] : [{ code, meaning, kind, reached }];
      }),
    );
    const [{ code, meaning, kind } = UNKNOWN] = found;
    const named = code ?? codes[0];
    const detail = `${host}${kind === 'local' ? ' could not be asked' : ''}: ${meaning} (${named ?? 'unknown error'})`;
    const reached = found.some((one) => one.reached === 'no') ? 'no' : 'maybe';
    return new NoAnswer(host, { kind, reached, detail, code: named });
  }
}

const UNKNOWN = { code: undefined, meaning: 'the connection failed', kind: 'unreachable' } as const;

/** A code by itself, or by how it begins. */
function meaningIn(words: Readonly<Record<string, string>>, code: string): string | undefined {
  const isIt = (name: string): boolean => (name.endsWith('*') ? code.startsWith(name.slice(0, -1)) : code === name);
  return Object.entries(words).find(([name]) => isIt(name))?.[1];
}

/** A name that could not be looked up because nothing could be opened to ask. */
function isStarved(codes: readonly string[]): boolean {
  return codes.some((one) => one === 'ENOTFOUND' || one.startsWith('EAI_')) && isOutOfDescriptors();
}

/** The codes of an error, its causes and the errors it gathers, outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 4 || !(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // All that undici tells of a proxy that opens no way.
  const [, refused] = /^Proxy response \((\d{3})\)/.exec(error.message) ?? [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [
    ...(refused ? [`PROXY_${refused}`] : []),
    ...own,
    ...[error.cause, ...gathered].flatMap((inner) => codesOf(inner, depth + 1)),
  ];
}
