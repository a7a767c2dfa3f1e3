import ipaddr from 'ipaddr.js';
import { CHECK_IDS } from '../../model/checks/check.ts';
import { escapePattern } from '../../model/text/escape-pattern.ts';
import { GUID } from '../../model/text/guid.ts';
import { mapTexts } from './gather-facts.ts';
import type { SupportFacts, SupportLink } from './support-facts.ts';

/** Fields with words of ours or of Microsoft: nobody's name stands in them. */
const OURS: ReadonlySet<string> = new Set([
  ...['schema', 'status', 'cause', 'owner', 'confidence', 'action', 'outcome', 'kind', 'verdict', 'scope'],
  ...['permission', 'samaritan', 'node', 'platform', 'cloud', 'madeAt', 'at', 'since', 'failingSince', 'testedAt'],
  ...['startedAt', 'finishedAt', 'timestamp', 'code', 'error', 'suberror'],
]);
/** By these Microsoft finds a request, and nobody else can: they name nobody, and a case needs them. */
const REQUEST_IDS = ['traceId', 'correlationId', 'requestId'] as const;
/** Microsoft's own ids and hosts: the same for everybody. */
const OWN_ID = /^0000000\d-0000-[0-9a-f]{4}-c[0-9a-f]00-000000000000$/i;
const OWN_HOST =
  /(?:^|\.)(?:microsoft\.(?:com|us)|microsoftonline\.(?:com|us|cn)|office365\.(?:com|us|cn)|office\.com|windows\.net|azure\.(?:com|net|us|cn)|chinacloudapi\.cn)$/i;
const GUIDS = new RegExp(GUID, 'gi');
const MAIL = /[\w.+-][\w.+'-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?/gi;
const DOMAIN = /\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}\b/gi;
/** What may be an address of a machine: `ipaddr.js` says which is one. */
const ADDRESS = /(?<![\w:.])[0-9a-f]*[.:][0-9a-f.:]{3,44}/gi;
/** Names from outside stand in these quotation marks wherever we say them. */
const QUOTED = /“([^”]{1,300})”/g;
/** How Entra names an app: behind its id, before it, or as the one that is named; and a tenant. */
const APP_BY_ID = /('[0-9a-f-]{36}' ?\()[^)]{1,120}(?=\))|\b(application )[^'()]{1,120}(?= \('[0-9a-f-]{36}'\))/gi;
const APP_NAMED = /\b((?:named|application) ')(?![0-9a-f-]{36}')[^']{1,120}(?=')/gi;
const TENANT_NAMED = /\b(tenant ')(?!Tenant \d|[0-9a-f-]{36}')([^']{1,120})(?=')/gi;
const OWN_WORDS: ReadonlySet<string> = new Set(CHECK_IDS);

/**
 * The same facts with names, domains, addresses and ids replaced, each by the same stand-in everywhere: of people, tenants,
 * groups, policies and places. The ids of requests stay.
 */
export function pseudonymize(facts: SupportFacts): SupportFacts {
  const standIn = createStandIns();
  const requests = requestIdsOf(facts);
  const guid = (value: string): string =>
    OWN_ID.test(value) || requests.has(value.toLowerCase())
      ? value
      : standIn('id', value, (number) => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`);
  const domain = (value: string): string =>
    isOwnWord(value) ? value : standIn('domain', value, (number) => `domain${number}.example`);
  const account = (value: string): string => {
    const at = value.lastIndexOf('@');
    return `${standIn('account', value.slice(0, at), (number) => `account${number}`)}@${domain(value.slice(at + 1))}`;
  };
  const tenant = (value: string): string => standIn('tenant', value, (number) => `Tenant ${number}`);
  const address = (value: string): string => {
    const bare = value.replace(/[.:]+$/, '');
    if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !(bare.includes(':') && ipaddr.IPv6.isValid(bare))) return value;
    return `${standIn('address', bare, (number) => `192.0.2.${number}`)}${value.slice(bare.length)}`;
  };
  const quoted = quotedIn(facts);
  const unquote = (whole: string, name: string): string =>
    quoted.has(name) ? `“${standIn('name', name, (number) => `Name ${number}`)}”` : whole;
  const names = facts.tenants.flatMap(({ displayName }) => displayName ?? []).toSorted((a, b) => b.length - a.length);

  const change = (text: string, field: string): string => {
    if (OURS.has(field)) return text;
    if (field === 'displayName') return tenant(text);
    if (field === 'defaultDomainName') return domain(text);
    if (field === 'who') return standIn('person', text, (number) => `Person ${number}`);
    if (field === 'target') return standIn('target', text, (number) => `Target ${number}`);
    if (field === 'connectionName' || (field === 'name' && text === facts.connection.name))
      return text === 'default' ? text : standIn('connection', text, (number) => `connection${number}`);
    const unnamed = text.replace(QUOTED, unquote).replace(APP_BY_ID, '$1$2the app').replace(APP_NAMED, '$1the app');
    let changed = unnamed.replace(GUIDS, guid).replace(MAIL, account).replace(DOMAIN, domain).replace(ADDRESS, address);
    // Longest first: a name may be the beginning of another. A short one stands in many words.
    for (const name of names) if (name.length > 3) changed = replaceWord(changed, name, tenant(name));
    return changed.replace(TENANT_NAMED, (_whole, before: string, name: string) => `${before}${tenant(name)}`);
  };
  return { ...mapTexts(facts, change), pseudonymized: true };
}

function createStandIns() {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  return (kind: string, value: string, make: (number: number) => string): string => {
    const key = `${kind} ${value.toLowerCase()}`;
    const made = known.get(key);
    if (made !== undefined) return made;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    known.set(key, make(number));
    return make(number);
  };
}

function checksOf({ partner, tenants, wayIn }: SupportFacts): SupportLink[] {
  return [...partner, ...tenants.flatMap((one) => one.checks), ...(wayIn && !('problem' in wayIn) ? wayIn : [])];
}

/** What is said of somebody else's things; in what is to be set the marks stand around words of Microsoft's pages too. */
function quotedIn(facts: SupportFacts): ReadonlySet<string> {
  const texts = checksOf(facts).flatMap(({ reason, evidence }) => [
    reason,
    evidence?.policy?.name,
    evidence?.policy?.when,
  ]);
  return new Set(texts.flatMap((text) => [...(text ?? '').matchAll(QUOTED)].map(([, name = '']) => name)));
}

function requestIdsOf(facts: SupportFacts): ReadonlySet<string> {
  const ids = checksOf(facts).flatMap(({ evidence }) => REQUEST_IDS.flatMap((name) => evidence?.[name] ?? []));
  return new Set(ids.map((id) => id.toLowerCase()));
}

/** Microsoft's hosts, checks of ours, stand-ins, and what only looks like a domain: names of types and permissions. */
function isOwnWord(value: string): boolean {
  if (OWN_HOST.test(value) || OWN_WORDS.has(value) || /^domain\d+\.example$/.test(value)) return true;
  const last = value.slice(value.lastIndexOf('.') + 1);
  return value !== value.toLowerCase() && !/^[a-z]{2,6}$/.test(last);
}

/** Whatever its case, and never as a part of a word, a domain or a stand-in; `wanted` may hold anything. */
function replaceWord(text: string, wanted: string, by: string): string {
  return text.replace(new RegExp(`(?<![\\w@-]|\\w\\.)${escapePattern(wanted)}(?![\\w@-]|\\.\\w)`, 'gi'), () => by);
}
