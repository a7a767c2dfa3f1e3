import type { CauseId } from '../causes/cause.ts';
import { type AppCredential, type CertificateReading, type Connection, hasSecret } from '../cloud/connection.ts';
import { isDomain, isGuid } from '../tenants/tenant-id.ts';
import type { Check } from './check.ts';

/** The values as they were configured, before anything is made of them. */
export interface RawCredentials {
  /** `sam` where it isn't said. An app by itself has no refresh token: the two are not looked at then. */
  kind?: Connection['kind'];
  applicationId: string | undefined;
  applicationSecret: string | undefined;
  /** Instead of the secret; undefined where none is configured. */
  certificate?: CertificateReading | undefined;
  /** Instead of both: the client id of a managed identity; undefined where none is configured. */
  identity?: string | undefined;
  refreshToken: string | undefined;
  tenant: string | undefined;
  exchangeRefreshToken: string | undefined;
  exchangeMode: 'sam' | 'legacy';
  /** What findings call them: as settings where it isn't said. */
  names?: CredentialNames;
}

type CredentialNames = Readonly<
  Record<'applicationId' | 'applicationSecret' | 'certificate' | 'identity' | 'refreshToken' | 'tenant', string>
>;
/** As they are configured. */
export const CONFIGURED_NAMES: CredentialNames = {
  applicationId: 'SAM_APPLICATION_ID',
  applicationSecret: 'SAM_APPLICATION_SECRET',
  certificate: 'SAM_CERTIFICATE',
  identity: 'SAM_MANAGED_IDENTITY',
  refreshToken: 'SAM_REFRESH_TOKEN',
  tenant: 'SAM_TENANT_ID',
};
/** Of values that are being given. */
export const GIVEN_NAMES = namesAfter('The');
/** Of values that were given once, and are kept. */
export const KEPT_NAMES = namesAfter('Its');

function namesAfter(word: 'The' | 'Its'): CredentialNames {
  return {
    applicationId: `${word} application id`,
    applicationSecret: `${word} client secret`,
    certificate: `${word} certificate`,
    identity: `${word} identity`,
    refreshToken: `${word} refresh token`,
    tenant: `${word} tenant`,
  };
}

/** Where the values are kept elsewhere, and nothing of them is configured. */
export const NO_CREDENTIALS: RawCredentials = {
  applicationId: undefined,
  applicationSecret: undefined,
  refreshToken: undefined,
  tenant: undefined,
  exchangeRefreshToken: undefined,
  exchangeMode: 'sam',
};

/** One thing that is, or may be, wrong with a configured value. Never holds the value of a secret. */
export interface ShapeFinding {
  setting: string;
  severity: 'fail' | 'warn';
  /** One sentence that names the setting and the way out. */
  text: string;
  /** Where it says more than that the value can't be right. */
  cause?: CauseId;
}

/** A refresh token whose shape nothing can be said against: stands where there is none to look at. */
export const ANY_TOKEN = '0.A'.padEnd(300, 'x');

const PLACEHOLDER =
  /<\s*your\b|^<.*>$|^your ?(?:partner|own)?[ _-]?(?:app|application|tenant|refresh|exchange|client|secret)[a-z _-]*(?:\.onmicrosoft\.com)?$|^(?:x{6,}|\.{3,}|changeme|todo|placeholder)$/i;
const NIL_GUID = /^0{8}-(?:0{4}-){3}0{12}$/;
const PEM = /^-----BEGIN /;
/** How a value that is missing comes there. */
const WAYS: Readonly<Record<string, string>> = {
  [CONFIGURED_NAMES.applicationSecret]:
    'Set it in the environment or in the file .env, or a certificate instead of it in SAM_CERTIFICATE_FILE.',
  [CONFIGURED_NAMES.refreshToken]:
    'Set it in the environment or in the file .env, or sign in for one with connections renew.',
  [KEPT_NAMES.refreshToken]: 'Sign in for one with connections renew.',
};
const ANEW = 'Remove the connection, and add it anew.';
const RENEW = 'Give it another one with connections renew.';
const wayTo = (setting: string): string =>
  WAYS[setting] ??
  (/^The /.test(setting)
    ? 'Give it.'
    : /^Its /.test(setting)
      ? ANEW
      : 'Set it in the environment or in the file .env.');
const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * What can be said of pasted credentials without asking anybody. Only certainties fail; an odd look is a warning,
 * since Microsoft promises no length and no prefix.
 */
export function inspectCredentials(raw: RawCredentials): ShapeFinding[] {
  const isAppOnly = raw.kind === 'app-only';
  const names = raw.names ?? (isAppOnly ? GIVEN_NAMES : CONFIGURED_NAMES);
  const findings = [
    ...inspectValue(names.applicationId, raw.applicationId, inspectApplicationId),
    ...inspectCredential(names, raw),
    ...(isAppOnly ? [] : inspectValue(names.refreshToken, raw.refreshToken, inspectRefreshToken)),
    ...inspectValue(names.tenant, raw.tenant, inspectTenant),
  ];
  if (isSame(raw.applicationId?.toLowerCase(), raw.tenant?.toLowerCase()))
    findings.push(inWrongPlace(names.applicationId, names.tenant));
  if (isAppOnly) return findings;
  const exchange = raw.exchangeRefreshToken;
  if (raw.exchangeMode === 'legacy' || exchange) {
    findings.push(...inspectValue('SAM_EXCHANGE_REFRESH_TOKEN', exchange, inspectRefreshToken));
  }
  if (isSame(exchange, raw.refreshToken)) {
    findings.push(
      fail(
        'SAM_EXCHANGE_REFRESH_TOKEN',
        `is the same as ${names.refreshToken}; the two belong to different apps. Remove it: with SAM_EXCHANGE_MODE=sam no second token is needed.`,
      ),
    );
  }
  if (isSame(raw.applicationSecret, raw.refreshToken))
    findings.push(inWrongPlace(names.applicationSecret, names.refreshToken));
  return findings;
}

function inWrongPlace(setting: string, other: string): ShapeFinding {
  const same = other.replace(/^(?:The|Its) /, (word) => word.toLowerCase());
  return fail(setting, `is the same as ${same}; one of the two was pasted in the wrong place.`);
}

/** White space around a value is left out before it is used. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  return Boolean(one?.trim()) && one?.trim() === other?.trim();
}

/** What the app proves itself with: a secret, a certificate or a managed identity. */
function inspectCredential(
  { applicationSecret: secret, certificate: setting, identity: identitySetting }: CredentialNames,
  { kind, applicationSecret, certificate, identity }: RawCredentials,
): ShapeFinding[] {
  if (identity !== undefined) {
    const other = applicationSecret?.trim() ? secret : certificate === undefined ? undefined : setting;
    if (other !== undefined)
      return [fail(identitySetting, `is there beside ${other}: an app signs in with one of them. Remove the other.`)];
    return isGuid(identity.trim())
      ? []
      : [
          fail(
            identitySetting,
            'is no client id of a managed identity. It is a GUID, on the identity’s Overview page in the Azure portal; one of the system has none that an app can trust.',
          ),
        ];
  }
  if (certificate === undefined) return inspectValue(secret, applicationSecret, inspectSecret);
  const isBoth = Boolean(applicationSecret?.trim());
  if (isBoth) return [fail(setting, `is there beside ${secret}: an app signs in with one of them. Remove the other.`)];
  if (!('problem' in certificate)) return [];
  const more = setting === KEPT_NAMES.certificate ? ` ${kind === 'app-only' ? RENEW : ANEW}` : '';
  return [{ ...fail(setting, `${certificate.problem}${more}`), cause: 'credential.certificate-invalid' }];
}

type Inspect = (setting: string, value: string) => ShapeFinding[];

function inspectValue(setting: string, value: string | undefined, inspect: Inspect): ShapeFinding[] {
  if (value === undefined || value === '') return [fail(setting, `is missing. ${wayTo(setting)}`)];
  const trimmed = value.trim();
  if (trimmed === '') return [fail(setting, 'holds nothing but white space. Paste its value again.')];
  if (PLACEHOLDER.test(trimmed) || NIL_GUID.test(trimmed)) {
    const shown = inspect === inspectSecret || inspect === inspectRefreshToken ? '' : ` (${trimmed.slice(0, 60)})`;
    return [fail(setting, `is still a placeholder${shown}. Put the real value there.`)];
  }
  if (PEM.test(trimmed))
    return [fail(setting, 'is a PEM. A certificate goes into SAM_CERTIFICATE_FILE or --certificate instead.')];
  if (/\s/.test(trimmed)) {
    const what = /[\r\n]/.test(trimmed) ? 'a line break' : 'white space';
    return [fail(setting, `has ${what} inside. Paste it again as one line without blanks.`)];
  }
  const around = trimmed === value ? [] : [warn(setting, 'has white space around it, which was left out.')];
  return [...around, ...inspect(setting, trimmed)];
}

function inspectApplicationId(setting: string, value: string): ShapeFinding[] {
  if (isGuid(value)) return [];
  if (MAIL_ADDRESS.test(value)) return [person(setting, 'is an e-mail address')];
  // A name has letters, digits, dots and dashes.
  if (/[^\w.-]/.test(value)) return [person(setting, 'looks like a password')];
  return [fail(setting, 'is no application (client) id. It is a GUID, on the app registration’s Overview page.')];
}

function inspectTenant(setting: string, value: string): ShapeFinding[] {
  if (isGuid(value) || isDomain(value)) return [];
  if (MAIL_ADDRESS.test(value)) return [person(setting, 'is an e-mail address')];
  return [
    fail(
      setting,
      'is neither a tenant id nor a domain. Use the partner tenant’s GUID or a domain such as contoso.onmicrosoft.com.',
    ),
  ];
}

function inspectSecret(setting: string, value: string): ShapeFinding[] {
  if (isGuid(value)) {
    return [
      fail(
        setting,
        'is a GUID, so it is the secret’s id and not its value. Create a new secret and copy the column “Value”.',
      ),
    ];
  }
  if (MAIL_ADDRESS.test(value)) return [person(setting, 'is an e-mail address')];
  if (/^["'].*["']$/.test(value)) return [warn(setting, 'is wrapped in quotation marks, which may not belong to it.')];
  if (isTokenLike(value))
    return [warn(setting, 'looks like a refresh token. The client secret has about 40 characters.')];
  if (isLikePassword(value)) return [warn(setting, LIKE_PASSWORD)];
  return value.length > 128 || value.length < SHORTEST_SECRET
    ? [warn(setting, 'has an unusual length for a client secret (about 40 characters); it may have been cut.')]
    : [];
}

/** Entra makes none that is shorter. */
const SHORTEST_SECRET = 32;
const LIKE_PASSWORD =
  'is shorter than the client secrets that Entra makes (about 40 characters): most likely it is a person’s password. An app signs in with a client secret of its own, never with a mail address and password.';

/** Neither a secret nor the beginning of one, as Entra makes them. */
function isLikePassword(value: string): boolean {
  return value.length < SHORTEST_SECRET && !/^[\w.~-]{3}[78]Q~/.test(value);
}

/** A refusal of the client secret: where that has not the shape of one, it is most likely a person’s password. */
export function judgeRefusedSecret(check: Check, credential: AppCredential): Check {
  if (check.cause !== 'credential.secret-invalid' || !hasSecret(credential)) return check;
  if (!isLikePassword(credential.applicationSecret.reveal())) return check;
  const reason = `Microsoft does not accept the client secret, which ${LIKE_PASSWORD}`;
  return { ...check, cause: 'credential.person', confidence: 'likely', reason };
}

function inspectRefreshToken(setting: string, value: string): ShapeFinding[] {
  if (isGuid(value)) return [fail(setting, 'is a GUID, which no refresh token is. Paste the refresh token itself.')];
  if (/^["'].*["']$/.test(value)) return [warn(setting, 'is wrapped in quotation marks, which may not belong to it.')];
  if (/^eyJ/.test(value) && value.split('.').length === 3) {
    return [warn(setting, 'looks like an access token (a JWT), which cannot be redeemed. A refresh token is needed.')];
  }
  if (value.length < 200) return [warn(setting, 'is unusually short for a refresh token; it may have been cut.')];
  return /^[01]\.A|^M\.|^OAQ|^AQAB/.test(value)
    ? []
    : [warn(setting, 'does not begin like the refresh tokens seen so far.')];
}

function isTokenLike(value: string): boolean {
  return value.length > 300 || /^[01]\.A[\w-]{20}/.test(value);
}

const fail = (setting: string, text: string): ShapeFinding => ({
  setting,
  severity: 'fail',
  text: `${setting} ${text}`,
});
/** What it holds is never shown: it may be somebody's password. */
const person = (setting: string, what: string): ShapeFinding => ({
  ...fail(
    setting,
    `${what}: these are a person’s credentials. An app signs in with its application id and tenant id, both GUIDs, and a client secret; never with a mail address and password.`,
  ),
  cause: 'credential.person',
});
const warn = (setting: string, text: string): ShapeFinding => ({
  setting,
  severity: 'warn',
  text: `${setting} ${text}`,
});
