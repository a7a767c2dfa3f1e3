import meanings from './no-answer-codes.json' with { type: 'json' };
import { isOutOfDescriptors } from './open-file-limit.ts';

const TIMEOUTS = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** What a code says: of the line, and of what this machine lacks or forbids, which says nothing about the other side. */
const {
  unreachable: UNREACHABLE,
  local: LOCAL,
}: Readonly<Record<'unreachable' | 'local', Readonly<Record<string, string>>>> = meanings;

/** With these no connection was ever made. */
const NEVER_SENT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A foreign certificate means that somebody else answered: typically a proxy that inspects TLS. */
const FOREIGN_CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

interface Facts {
  /** `local`: this machine could not even ask. */
  kind: 'timeout' | 'unreachable' | 'intercepted' | 'too-large' | 'local';
  reached: 'no' | 'maybe';
  detail: string;
}

/** No whole answer came. `message` says so in words, with the host and a code, and holds no part of the request. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly host: string;
  readonly kind: Facts['kind'];
  readonly reached: Facts['reached'];

  constructor(host: string, { kind, reached, detail }: Facts) {
    super(detail);
    this.host = host;
    this.kind = kind;
    this.reached = reached;
  }

  /** The whole answer did not come within the limit. */
  static late(host: string, limitMs: number): NoAnswer {
    const detail = `${host} did not answer within ${limitMs / 1000} seconds`;
    return new NoAnswer(host, { kind: 'timeout', reached: 'maybe', detail });
  }

  static tooLarge(host: string, mostBytes: number): NoAnswer {
    const detail = `${host} answers with more than ${mostBytes} bytes`;
    return new NoAnswer(host, { kind: 'too-large', reached: 'maybe', detail });
  }

  /** What a thrown error of the transport says about the network. Its message, which may quote the request, is not kept. */
  static from(error: unknown, host: string): NoAnswer {
    const codes = codesOf(error);
    const isForeign = codes.some((one) => FOREIGN_CERTIFICATE.test(one));
    const local = codes.find((one) => Object.hasOwn(LOCAL, one)) ?? starvedLookUp(codes);
    const reached = isForeign || local || codes.some((one) => NEVER_SENT.has(one)) ? 'no' : 'maybe';
    const [code = 'unknown error'] = codes;
    const give = (kind: Facts['kind'], detail: string): NoAnswer => new NoAnswer(host, { kind, reached, detail });
    if (local) return give('local', `${host} could not be asked: ${LOCAL[local]} (${local}).`);
    if (codes.some((one) => TIMEOUTS.has(one)))
      return give('timeout', `${host} could not be reached in time (${code})`);
    if (isForeign) return give('intercepted', `${host} shows a certificate that is not trusted here (${code})`);
    if (codes.some((one) => one.startsWith('HPE_') || one === 'ERR_SSL_WRONG_VERSION_NUMBER'))
      return give('intercepted', `what answers as ${host} does not speak HTTP (${code})`);
    const known = codes.find((one) => Object.hasOwn(UNREACHABLE, one));
    return give('unreachable', `${host}: ${known ? UNREACHABLE[known] : 'the connection failed'} (${known ?? code})`);
  }
}

/** A name that could not be looked up because nothing could be opened to ask. */
function starvedLookUp(codes: readonly string[]): 'EMFILE' | undefined {
  const failed = codes.some((one) => one === 'ENOTFOUND' || one === 'EAI_AGAIN');
  return failed && isOutOfDescriptors() ? 'EMFILE' : undefined;
}

/** The codes of an error, its causes and the errors it gathers, outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 4 || !(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [...own, ...[error.cause, ...gathered].flatMap((inner) => codesOf(inner, depth + 1))];
}
