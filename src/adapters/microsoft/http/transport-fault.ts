import type { Fault } from '../../../core/model/cloud/microsoft-cloud.ts';

const TIMEOUTS = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  EADDRNOTAVAIL: 'no local address was free',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer was too large',
};

/** A foreign certificate means that somebody else answered: typically a proxy that inspects TLS. */
const FOREIGN_CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/** What a thrown error of the transport says about the network. Keeps the code, never the request. */
export function toTransportFault(error: unknown, host: string): Fault {
  const codes = codesOf(error);
  const [code = 'unknown error'] = codes;
  if (codes.some((one) => TIMEOUTS.has(one)))
    return { kind: 'timeout', detail: `${host} could not be reached in time (${code})` };
  if (codes.some((one) => FOREIGN_CERTIFICATE.test(one))) {
    return { kind: 'intercepted', detail: `${host} shows a certificate that is not trusted here (${code})` };
  }
  if (codes.some((one) => one.startsWith('HPE_') || one === 'ERR_SSL_WRONG_VERSION_NUMBER')) {
    return { kind: 'intercepted', detail: `what answers as ${host} does not speak HTTP (${code})` };
  }
  const known = codes.find((one) => Object.hasOwn(UNREACHABLE, one));
  return {
    kind: 'unreachable',
    detail: `${host}: ${known ? UNREACHABLE[known] : 'the connection failed'} (${known ?? code})`,
  };
}

/** The codes of an error, its causes and the errors it gathers, outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 4 || !(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [...own, ...[error.cause, ...gathered].flatMap((inner) => codesOf(inner, depth + 1))];
}
