/** Words that technicians say, and the words that articles use for the same thing. Keys are lower case. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ca: 'conditional access policy',
  cap: 'conditional access policy',
  cpv: 'consent cpv refresh',
  dap: 'delegated admin gdap',
  exo: 'exchange',
  mailbox: 'exchange mailbox',
  mailboxes: 'exchange mailbox',
  '2fa': 'mfa multi-factor',
  mfa: 'multi-factor',
  duo: 'third party mfa',
  okta: 'third party mfa',
  sif: 'sign-in frequency',
  rt: 'refresh token',
  kv: 'key vault',
  keyvault: 'key vault',
  vault: 'key vault',
  sp: 'service principal',
  spn: 'service principal',
  throttling: 'throttled rate limit too many requests',
  throttle: 'throttled rate limit',
  limit: 'rate limit throttled',
  customer: 'tenant',
  client: 'tenant',
  clients: 'tenants',
  customers: 'tenants',
  gone: 'missing vanished',
  fails: 'failed refused',
  broken: 'failed',
  licence: 'license',
  price: 'cost',
  expensive: 'cost',
  bill: 'cost',
  cert: 'certificate',
  certs: 'certificate',
  app: 'application',
  pwd: 'password',
  renew: 'new renew',
  regenerate: 'new renew',
  rotate: 'rotation renew',
  firewall: 'unreachable connection',
  offline: 'unreachable',
  slow: 'timeout',
  permissions: 'permission insufficient privileges',
  rights: 'permission privileges',
  unlicensed: 'license missing',
  p1: 'premium license',
  p2: 'premium license',
};

/** Phrases that mean one topic, whatever their words mean apart. */
const PHRASES: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/\bmfa (?:loop|again|prompt|keeps)/, 'mfa required strong authentication'],
  [/\bca (?:blocks?|blocked|policy)\b/, 'conditional access blocked'],
  [
    /\bexchange (?:fails|failing|broken|not working|error|access)\b/,
    'failed to connect to exchange exchange role missing',
  ],
  [/\btenants? (?:is )?missing\b|\bmissing tenants?\b/, 'tenant missing not listed'],
  [/\b(?:no|all) tenants?\b|\ball (?:clients|customers)\b/, 'no tenants all tenants missing list empty'],
  [/\bmy own tenant\b|\bour own tenant\b|\bour tenant\b/, 'own tenant missing'],
  [/\bnew (?:refresh )?tokens?\b|\brefresh(?:ing)? tokens\b/, 'new refresh token renew tokens'],
  [/\bold tokens?\b|\bstill (?:uses|old|expired)\b/, 'token cache old token stale'],
  [/\bremote powershell\b|\bwinrm\b/, 'remote powershell legacy'],
  [/\bno longer works? after password\b|\bpassword (?:reset|change)/, 'token revoked password reset'],
];

/** A query with what its words also mean. */
export function expandQuery(query: string): string {
  const lower = query.toLowerCase();
  const words = lower.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== '');
  const also = words.flatMap((word) => (Object.hasOwn(SYNONYMS, word) ? [SYNONYMS[word] ?? ''] : []));
  for (const [pattern, meant] of PHRASES) if (pattern.test(lower)) also.push(meant);
  return also.join(' ');
}
