import { countOf, toSafeText } from '../text/format.ts';
import { countSlips } from '../text/nearest-word.ts';
import { describeTagChoice, type TagChoice } from './tag.ts';
import type { TagBook } from './tag-book.ts';
import { type Tenant, tenantLabel } from './tenant.ts';
import { isDomain, isGuid } from './tenant-id.ts';

/** A name that fits several tenants, each with the line that tells it from the others. */
export interface Ambiguity {
  name: string;
  tenants: readonly { tenantId: string; label: string }[];
}

/**
 * The named tenants, or one sentence per name that leads to none or to several. `ambiguous` is there where every problem
 * is one of choosing.
 */
export type Selection =
  | { ok: true; tenants: Tenant[] }
  | { ok: false; problems: string[]; ambiguous?: readonly Ambiguity[] };

const CHOICES = 5;

/** Tenants meant by their tags, and what says who has which. */
export interface TaggedSelection {
  choice: TagChoice;
  book: TagBook;
}

/**
 * Adds the tenants of a choice of tags to those that were named, and takes away the ones left out; without names and tags
 * all but those. With `customers` undefined (the list could not be read) those are meant that are known to have a tag.
 */
export function selectTagged(
  named: Selection,
  customers: readonly Tenant[] | undefined,
  { choice, book }: TaggedSelection,
): Selection {
  const problem = book.problemOf(choice);
  if (problem !== undefined) return { ok: false, problems: [...(named.ok ? [] : named.problems), problem] };
  if (!named.ok) return named;
  const { tags, withoutTags } = choice;
  const all = customers ?? [...book.having(tags)].map(tenantOfId);
  const onlyWithout = tags.length === 0 && named.tenants.length === 0;
  const wanted = [
    ...(onlyWithout ? all : named.tenants),
    ...(tags.length > 0 ? all.filter((one) => book.chooses({ tags, withoutTags: [] }, one)) : []),
  ];
  const left = wanted.filter((one) => book.chooses({ tags: [], withoutTags }, one));
  const tenants = [...new Map(left.map((one) => [one.tenantId, one])).values()];
  if (tenants.length > 0 || !customers) return { ok: true, tenants };
  const list = `the ${countOf(customers.length, 'customer')} of connection ${book.connection}`;
  return { ok: false, problems: [`None of ${list} is meant by the tags: ${describeTagChoice(choice)}.`] };
}

/**
 * Finds the tenants that were named by id, domain or name. Nothing is guessed: what fits several is asked back. With
 * `takeUnlisted` an id that the list lacks is taken as it is, and so is a domain that looks like none of it.
 * With `customers` undefined (the list could not be read) ids and domains are taken as they are. `own` is the partner's
 * own tenant, which can be named too and is no customer.
 */
export function selectTenants(
  names: readonly string[],
  customers: readonly Tenant[] | undefined,
  own?: Tenant,
  { takeUnlisted = false } = {},
): Selection {
  const problems: string[] = [];
  const ambiguous: Ambiguity[] = [];
  const selected = new Map<string, Tenant>();
  for (const name of names) {
    const result = customers ? findTenant(name, customers, own, takeUnlisted) : tenantAsNamed(name);
    if (typeof result === 'string') problems.push(result);
    else if (Array.isArray(result)) {
      problems.push(severalFit(name, result));
      ambiguous.push({ name, tenants: result.map((one) => ({ tenantId: one.tenantId, label: describe(one) })) });
    } else selected.set(result.tenantId, result);
  }
  if (problems.length > ambiguous.length) return { ok: false, problems };
  return problems.length > 0 ? { ok: false, problems, ambiguous } : { ok: true, tenants: [...selected.values()] };
}

function tenantAsNamed(name: string): Tenant | string {
  const wanted = name.trim().toLowerCase();
  if (isGuid(wanted)) return tenantOfId(wanted);
  if (isDomain(wanted)) return { tenantId: wanted, displayName: null, defaultDomainName: wanted };
  return `The tenant “${quote(name)}” cannot be looked up, since the customer list could not be read. Name it by its id or domain.`;
}

/** One of which nothing but the id is known. */
export function tenantOfId(tenantId: string): Tenant {
  return { tenantId, displayName: null, defaultDomainName: null };
}

/** The tenant, those that fit alike, or why there is none. */
function findTenant(
  name: string,
  customers: readonly Tenant[],
  own: Tenant | undefined,
  takeUnlisted: boolean,
): Tenant | Tenant[] | string {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return 'The tenant name is empty. Name a tenant by its id, domain or name.';
  const known = own ? [...customers, own] : customers;
  // A name is chosen by its tenant and may pretend to be the id or domain of another.
  const certain =
    known.find((tenant) => tenant.tenantId.toLowerCase() === wanted) ??
    known.find((tenant) => tenant.defaultDomainName?.toLowerCase() === wanted);
  if (certain) return certain;
  if (isGuid(wanted) && takeUnlisted) return { ...tenantOfId(wanted), unlisted: true };
  const exact = known.filter((tenant) => keysOf(tenant).includes(wanted));
  const matches = exact.length > 0 ? exact : known.filter((tenant) => looselyMatches(tenant, wanted));
  const [only] = matches;
  if (matches.length === 1 && only) return only;
  if (matches.length > 1) return matches;
  const near = nearest(wanted, known);
  if (takeUnlisted && isDomain(wanted) && !near) {
    return { tenantId: wanted, displayName: null, defaultDomainName: wanted, unlisted: true };
  }
  const hint = near ? ` Did you mean ${describe(near)}?` : '';
  return `There is no tenant “${quote(name)}” among your ${countOf(customers.length, 'customer')} of this connection.${hint}`;
}

function severalFit(name: string, matches: readonly Tenant[]): string {
  const shown = matches.slice(0, CHOICES).map(describe);
  const more = matches.length > CHOICES ? ` and ${countOf(matches.length - CHOICES, 'other')}` : '';
  return `“${quote(name)}” fits ${countOf(matches.length, 'tenant')}: ${shown.join('; ')}${more}. Name one by its id or domain.`;
}

function keysOf(tenant: Tenant): string[] {
  const domain = tenant.defaultDomainName?.toLowerCase();
  return [
    tenant.tenantId.toLowerCase(),
    ...(domain ? [domain, domain.replace(/\.onmicrosoft\.com$/, '')] : []),
    ...(tenant.displayName ? [tenant.displayName.trim().toLowerCase()] : []),
  ];
}

/** Part of a name or domain; ids only match whole. */
function looselyMatches(tenant: Tenant, wanted: string): boolean {
  if (wanted.length < 3) return false;
  const name = tenant.displayName?.toLowerCase() ?? '';
  return name.includes(wanted) || (tenant.defaultDomainName?.toLowerCase().includes(wanted) ?? false);
}

function describe(tenant: Tenant): string {
  const domain = tenant.defaultDomainName ? `${tenant.defaultDomainName}, ` : '';
  return `${toSafeText(tenantLabel(tenant), { maxLength: 40 })} (${toSafeText(domain, { maxLength: 80 })}${domain ? ' ' : ''}${tenant.tenantId})`;
}

function quote(name: string): string {
  return toSafeText(name, { maxLength: 80 });
}

/** The tenant whose name or domain is at most two edits away. */
function nearest(wanted: string, customers: readonly Tenant[]): Tenant | undefined {
  if (wanted.length < 4 || wanted.length > 64) return undefined;
  let best: { tenant: Tenant; distance: number } | undefined;
  for (const tenant of customers) {
    for (const key of keysOf(tenant)) {
      if (Math.abs(key.length - wanted.length) > 2) continue;
      const distance = countSlips(key, wanted);
      if (distance <= 2 && (!best || distance < best.distance)) best = { tenant, distance };
    }
  }
  return best?.tenant;
}
