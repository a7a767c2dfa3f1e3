import { z } from 'zod';
import type { VaultFaultId } from '../../core/credentials/vault-fault.ts';
import { bearsOwnMark, type HttpResponse, parseJson } from '../http/http-response.ts';
import { NoAnswer } from '../http/no-answer.ts';

/** What of an error of Azure's libraries says why (azure-sdk-for-js; innererror is renamed on the way). */
const sdkError = z.object({
  name: z.string().optional(),
  message: z.string().catch(''),
  statusCode: z.number().optional(),
  code: z.string().optional(),
  details: z
    .object({ error: z.object({ innerError: z.object({ code: z.string() }).optional() }).optional() })
    .catch({}),
});

/** What every answer of a vault about a secret holds. */
const secretBody = z.object({ id: z.url() });

/** Something else than a vault answers. */
export class NotAVault extends Error {
  override readonly name = 'NotAVault';
  readonly status: number;

  constructor(status: number) {
    super();
    this.status = status;
  }
}

/** Throws `NotAVault` for a success that no vault gives, and a refusal that nothing shows to be a vault's. */
export function inspectAnswer(answer: HttpResponse): void {
  const { status, body } = answer;
  const isOwn = status === 200 ? secretBody.safeParse(parseJson(body)).success : status < 300 || bearsOwnMark(answer);
  if (!isOwn) throw new NotAVault(status);
}

export interface VaultRefusal {
  id: VaultFaultId;
  /** Its own words, as they came. */
  says: string;
  /** No answer came, and what was asked may have been done. */
  uncertain?: true;
}

/** By the code inside the 403 (learn.microsoft.com/azure/key-vault/general/rest-error-codes). */
const FORBIDDEN: Readonly<Record<string, VaultFaultId>> = {
  ForbiddenByRbac: 'role-missing',
  ForbiddenByPolicy: 'policy-missing',
  AccessDenied: 'policy-missing',
  ForbiddenByFirewall: 'firewall',
  ForbiddenByConnection: 'firewall',
  SecretDisabled: 'secret-disabled',
};

const NETWORK: Readonly<Record<NoAnswer['kind'], VaultFaultId>> = {
  timeout: 'late',
  unreachable: 'unreachable',
  intercepted: 'intercepted',
  'too-large': 'not-a-vault',
  local: 'local',
};

/** What an error thrown by the client library means; undefined where it is no answer of vault, identity or network. */
export function readVaultRefusal(thrown: unknown): VaultRefusal | undefined {
  const lost = findCause(thrown, NoAnswer);
  if (lost) {
    // A server on that port that speaks no TLS, or something else.
    if (/^(?:HPE_|ERR_SSL_)/.test(lost.code ?? '')) return { id: 'not-a-vault', says: '' };
    const isUnknown = lost.code === 'ENOTFOUND';
    const uncertain = lost.reached === 'maybe' ? { uncertain: true as const } : {};
    return { id: isUnknown ? 'unknown-name' : NETWORK[lost.kind], says: isUnknown ? '' : lost.message, ...uncertain };
  }
  const stranger = findCause(thrown, NotAVault);
  if (stranger)
    return stranger.status === 200
      ? { id: 'not-a-vault', says: '' }
      : { id: 'foreign', says: `HTTP ${stranger.status}.` };
  const parsed = sdkError.safeParse(thrown);
  if (!parsed.success) return undefined;
  const { name, message, statusCode, code } = parsed.data;
  if (name === 'CredentialUnavailableError' || name === 'AuthenticationRequiredError')
    return { id: 'identity-none', says: '' };
  // Every link of the chain was tried: one that is set up and was refused tells more than those that are not.
  if (name === 'AggregateAuthenticationError') {
    const refused = /AADSTS\d+/.exec(message)?.[0];
    return refused ? { id: 'identity-refused', says: `${refused}.` } : { id: 'identity-none', says: '' };
  }
  if (name === 'AuthenticationError') return { id: 'identity-refused', says: /AADSTS\d+/.exec(message)?.[0] ?? '' };
  if (/challenge resource|challenge.*does not match|WWW-Authenticate/i.test(message))
    return { id: 'not-a-vault', says: '' };
  if (statusCode === undefined) return undefined;
  const inner = parsed.data.details.error?.innerError?.code ?? '';
  return { id: byStatus(statusCode, code, inner, message), says: code === undefined ? '' : message };
}

function byStatus(status: number, code: string | undefined, inner: string, message: string): VaultFaultId {
  if (status === 429) return 'throttled';
  if (code === undefined) return 'refused';
  if (status === 401) return 'identity-foreign';
  if (status === 409 && /deleted/i.test(`${inner} ${message}`)) return 'secret-deleted';
  if (status === 403) {
    const known = FORBIDDEN[inner] ?? FORBIDDEN[code];
    if (known) return known;
    if (/disabled secret/i.test(message)) return 'secret-disabled';
    return /rbac|role/i.test(message) ? 'role-missing' : 'policy-missing';
  }
  return status === 404 && code === 'SecretNotFound' ? 'secret-missing' : 'refused';
}

/** The libraries wrap what was thrown at them. */
function findCause<Thrown>(
  error: unknown,
  kind: abstract new (...args: never[]) => Thrown,
  depth = 0,
): Thrown | undefined {
  if (error instanceof kind) return error;
  return error instanceof Error && depth < 4 ? findCause(error.cause, kind, depth + 1) : undefined;
}
