import { cutPrivateKeys } from './cut-private-keys.ts';
import { type SafeTextOptions, toSafeText } from './safe-text.ts';

export type SecretKind =
  | 'access token'
  | 'refresh token'
  | 'client secret'
  | 'private key'
  | 'password'
  | 'access key'
  | 'authorization header'
  | 'sign-in code'
  | 'bot token'
  | 'webhook address'
  | 'token-like value';

export interface CutText {
  text: string;
  kinds: SecretKind[];
}

interface Shape {
  kind: SecretKind;
  /** Every quantifier has an end or a class that cannot match what follows it, so that no text makes it slow. */
  pattern: RegExp;
  /** Which group is the secret; the whole match where none is named. */
  replace?: (match: string, ...groups: string[]) => string | undefined;
}

const CUT = '[secret]';

/** Words and marks that stand where a value was left out. */
const NO_VALUE =
  /^(?:falsch|abgelaufen|ungültig|erforderlich|geändert|zurückgesetzt|incorrecte?|incorrecta|expirée?|expirada|onjuist|verlopen|requise|requerida|[*x.•…-]+|<[^>]*>?|\[.*|\{.*|\(.*|\$.*|%.*|@\{.*|null|none|nil|true|false|undefined|empty|hidden|redacted|masked|secret|expired|expires?|invalid|wrong|missing|incorrect|required|reset|changed|value|string|your.*|aadsts.*|invalid_.*|https?:.*)$/i;

/** Keeps what leads up to a value and cuts the value, unless nothing stands there. */
const afterName = (match: string, name: string, value: string): string | undefined =>
  NO_VALUE.test(value) ? undefined : match.slice(0, name.length) + CUT;

/** As people label it in English, German, French, Spanish, Dutch, Portuguese, Italian, Polish and the Nordic languages. */
const PASSWORDS = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'kennwort',
  'passwort',
  'mot[ _]de[ _]passe',
  'mdp',
  'contraseña',
  'contrasena',
  'clave',
  'wachtwoord',
  'senha',
  'palavra-passe',
  'hasło',
  'haslo',
  'lösenord',
  'passord',
  'adgangskode',
  'salasana',
  'пароль',
  'パスワード',
  '密码',
];

const NAMES: readonly [SecretKind, string][] = [
  ['refresh token', 'refresh_?token'],
  ['access token', '(?:access|id|bearer)_?token'],
  ['client secret', 'secret'],
  ['password', `(?:${PASSWORDS.join('|')})`],
  [
    'access key',
    '(?:account|access|api|functions?|host|master|shared[_-]?access|subscription)[_-]?key|sharedaccesssignature|x-auth-token',
  ],
  ['private key', 'private_?key'],
  ['access token', '(?:client_)?assertion'],
];

/** `name = value`, `"name": "value"`, `-Name value`: whatever a name of a secret is followed by. */
const NAMED: readonly Shape[] = NAMES.flatMap(([kind, name]) => [
  {
    kind,
    pattern: new RegExp(
      `((?:${name})\\w{0,20}["'\\\\]{0,8}\\s{0,4}[:=]\\s{0,4}["'\\\\]{0,8})([^\\s"'&,;<>\\\\]{4,})`,
      'gi',
    ),
    replace: afterName,
  },
  {
    kind,
    pattern: new RegExp(`((?<=^|\\s)-\\w{0,24}(?:${name})\\s{1,4}["']{0,2})([^\\s"';|]{4,})`, 'gi'),
    replace: afterName,
  },
]);

/** Everything behind a webhook's host is its secret. */
const afterHost = (_match: string, host: string): string => host + CUT;

const SHAPES: readonly Shape[] = [
  {
    kind: 'webhook address',
    pattern:
      /(hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/|webhook\.office\.com\/webhookb2\/|outlook\.office(?:365)?\.com\/webhook\/|logic\.azure\.com(?::443)?\/workflows\/|api\.powerplatform\.com(?::443)?\/)[^\s"'<>\\)]{8,}/gi,
    replace: afterHost,
  },
  { kind: 'bot token', pattern: /(?<![\w-])[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{25,}/g },
  { kind: 'bot token', pattern: /\bxox[a-z]-[\w-]{10,}/g },
  { kind: 'bot token', pattern: /\bxapp-\d-[\w-]{10,}/g },
  { kind: 'access token', pattern: /\b(?:gh[oprsu]_|github_pat_|glpat-|npm_|pypi-)[\w-]{16,}/g },
  {
    kind: 'access key',
    pattern: /\b(?:sk|rk)_(?:live|test)_\w{16,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  },
  { kind: 'access key', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  // A claims challenge looks like the beginning of a token, and is none.
  { kind: 'access token', pattern: /(?<!claims["']{0,1}[:=][ \\]{0,4}["']{0,1})eyJ[\w-]{8,}(?:\.[\w-]*){0,5}/g },
  { kind: 'refresh token', pattern: /\b[01]\.A[\w-]{20,}(?:\.[\w-]+){0,5}/g },
  { kind: 'refresh token', pattern: /\bM\.[A-Z]\w{1,10}[_.][\w.!*$-]{20,}/g },
  { kind: 'refresh token', pattern: /\b(?:OAQ|AQAB)[\w-]{24,}(?:\.[\w-]+){0,5}/g },
  { kind: 'access token', pattern: /\bEw[A-Z][A-Za-z0-9+/=]{60,}/g },
  { kind: 'client secret', pattern: /[\w.~-]{3}\dQ~[\w.~-]{6,}/g },
  { kind: 'client secret', pattern: /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/g },
  ...NAMED,
  {
    kind: 'password',
    pattern: /(ConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?["'])([^"']{1,200})/gi,
    replace: afterName,
  },
  {
    kind: 'authorization header',
    pattern:
      /(\bauthorization["'\\]{0,8}\s{0,4}[:=]\s{0,4}["'\\]{0,8}(?:(?:bearer|basic|negotiate|ntlm)\s{1,4})?)([^\s"',<>\\]{4,})/gi,
    replace: afterName,
  },
  {
    kind: 'authorization header',
    pattern: /(\b(?:Bearer|Basic)\s{1,4})((?![a-z_]{1,40}=)[A-Za-z0-9+/_.~-]{16,}=*)/g,
    replace: afterName,
  },
  { kind: 'access key', pattern: /([?&;]sig=)([^&\s"'<>]{8,})/gi, replace: afterName },
  { kind: 'sign-in code', pattern: /([?&]code=)([^&\s"'<>]{20,})/gi, replace: afterName },
  { kind: 'password', pattern: /(:\/\/[^\s/:@"'<>]{1,60}:)([^\s/@"'<>]{1,200})(?=@)/g, replace: afterName },
];

/** A run that looks random: what is left of a token whose beginning was cut off. */
const RANDOM_RUN = /(?<![\w-])[\w-]{60,}/g;
/** How Exchange's item ids begin: long and random, but no secret. */
const ITEM_ID = /^A[AQ]Mk/;

/** Takes every secret out of a text before anything else reads it, and says what kinds there were. Linear in the text's length. */
export function cutSecrets(text: string): CutText {
  const kinds = new Set<SecretKind>();
  const keyless = cutPrivateKeys(text, CUT);
  if (keyless !== undefined) kinds.add('private key');
  let rest = keyless ?? text;
  for (const { kind, pattern, replace } of SHAPES) {
    rest = rest.replace(pattern, (match: string, ...groups: string[]) => {
      const instead = replace ? replace(match, ...groups) : CUT;
      if (instead === undefined) return match;
      kinds.add(kind);
      return instead;
    });
  }
  rest = rest.replace(RANDOM_RUN, (run) => {
    if (ITEM_ID.test(run) || !(/[a-z]/.test(run) && /[A-Z]/.test(run) && /\d.*\d.*\d/.test(run.slice(0, 400))))
      return run;
    kinds.add('token-like value');
    return CUT;
  });
  return { text: rest, kinds: [...kinds] };
}

/** What a person wrote as it may be kept and shown: one harmless line without secrets. */
export function toKeptText(text: string, options: SafeTextOptions & { maxLength: number }): string {
  // Shortened after the cut: what is left of a secret is not known as one.
  return toSafeText(cutSecrets(text.slice(0, options.maxLength * 8)).text, options);
}
