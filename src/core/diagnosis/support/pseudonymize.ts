import { CHECK_IDS } from '../../model/checks/check.ts';
import { mapTexts } from './gather-facts.ts';
import type { SupportFacts } from './support-facts.ts';

/** Fields with words of ours or of Microsoft: nobody's name stands in them. */
const OURS: ReadonlySet<string> = new Set([
  ...['schema', 'id', 'status', 'cause', 'owner', 'confidence', 'action', 'outcome', 'kind', 'verdict', 'scope', 'set'],
  ...['permission', 'samaritan', 'node', 'platform', 'cloud', 'madeAt', 'at', 'since', 'failingSince', 'testedAt'],
  ...['startedAt', 'finishedAt', 'timestamp', 'code', 'error', 'suberror', 'claims'],
]);
/** By these Microsoft finds a request, and nobody else can: they name nobody, and a case needs them. */
const REQUEST_IDS = ['traceId', 'correlationId', 'requestId'] as const;
/** Microsoft's own ids and hosts: the same for everybody. */
const OWN_ID = /^0000000\d-0000-[0-9a-f]{4}-c[0-9a-f]00-000000000000$/i;
const OWN_HOST =
  /(?:^|\.)(?:microsoft\.(?:com|us)|microsoftonline\.(?:com|us|cn)|office365\.(?:com|us|cn)|office\.com|windows\.net|azure\.(?:com|net|us|cn)|chinacloudapi\.cn)$/i;
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const MAIL = /[\w.+'-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?/gi;
const DOMAIN = /\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}\b/gi;
/** How Entra names an app: behind its id, or as the one that is named. */
const APP_NAME = /('[0-9a-f-]{36}' ?\(|\bnamed '|\bapplication ')([^')]{1,120})(?=['"]?[)'])/gi;
const OWN_WORDS: ReadonlySet<string> = new Set(CHECK_IDS);

/**
 * The same facts with names, domains, addresses and ids replaced, each by the same stand-in everywhere. The ids of
 * requests stay.
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
  const names = facts.tenants.flatMap(({ displayName }) => displayName ?? []).toSorted((a, b) => b.length - a.length);

  const change = (text: string, field: string): string => {
    if (OURS.has(field)) return text;
    if (field === 'displayName') return tenant(text);
    if (field === 'defaultDomainName') return domain(text);
    if (field === 'who') return standIn('person', text, (number) => `Person ${number}`);
    if (field === 'target') return standIn('target', text, (number) => `Target ${number}`);
    if (field === 'connectionName' || (field === 'name' && text === facts.connection.name))
      return text === 'default' ? text : standIn('connection', text, (number) => `connection${number}`);
    if (field === 'name') return text;
    const unnamed = text.replace(APP_NAME, (_whole, before: string) => `${before}the app`);
    let changed = unnamed.replace(GUID, guid).replace(MAIL, account).replace(DOMAIN, domain);
    // Longest first: a name may be the beginning of another. A short one stands in many words.
    for (const name of names) if (name.length > 3) changed = replaceWord(changed, name, tenant(name));
    return changed;
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

function requestIdsOf({ partner, tenants }: SupportFacts): ReadonlySet<string> {
  const checks = [...partner, ...tenants.flatMap((one) => one.checks)];
  const ids = checks.flatMap(({ evidence }) => REQUEST_IDS.flatMap((name) => evidence?.[name] ?? []));
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
  const escaped = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w@-]|\\w\\.)${escaped}(?![\\w@-]|\\.\\w)`, 'gi'), () => by);
}
