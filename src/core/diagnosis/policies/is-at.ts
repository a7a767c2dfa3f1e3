import ipaddr from 'ipaddr.js';
import type { AccessPolicy, NamedLocation } from '../../model/cloud/access-policy.ts';

export interface Origin {
  ip: string | null;
  /** `DE`. */
  country: string | null;
}

/** Whether a policy’s places hold where the sign-in came from; undefined where that can’t be said. */
export function isAt(
  { locations }: Pick<AccessPolicy, 'locations'>,
  from: Origin,
  named: readonly NamedLocation[],
): boolean | undefined {
  if (!locations || locations.include.length === 0) return true;
  const isIn = (id: string): boolean | undefined => isInPlace(id, from, named);
  const included = anyOf(locations.include.map(isIn));
  const excluded = anyOf(locations.exclude.map(isIn));
  if (included === false || excluded === true) return false;
  return included === undefined || excluded === undefined ? undefined : true;
}

function isInPlace(id: string, from: Origin, named: readonly NamedLocation[]): boolean | undefined {
  if (id === 'All') return true;
  // Addresses that the old MFA settings trust count too, and stand nowhere in Graph: who is in none may be in those.
  if (id === 'AllTrusted')
    return anyOf(named.map((one) => one.isTrusted && holds(one, from))) === true ? true : undefined;
  const place = named.find((one) => one.id.toLowerCase() === id.toLowerCase());
  return place && holds(place, from);
}

function holds({ ranges, countries }: NamedLocation, { ip, country }: Origin): boolean | undefined {
  if (ranges) return ip === null ? undefined : isInRange(ip, ranges);
  if (!countries || country === null) return undefined;
  return countries.some((one) => one.toUpperCase() === country.toUpperCase());
}

/** Undefined where the address or one of the ranges can’t be read. */
function isInRange(ip: string, ranges: readonly string[]): boolean | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  // One of version 4 in the form of version 6 is the same place.
  const address = ipaddr.process(ip);
  return anyOf(
    ranges.map((range) => {
      if (!ipaddr.isValidCIDR(range)) return undefined;
      const [net, bits] = ipaddr.parseCIDR(range);
      return net.kind() === address.kind() && address.match(net, bits);
    }),
  );
}

/** True where one is; undefined where none is known to be, and one is not known. */
function anyOf(all: readonly (boolean | undefined)[]): boolean | undefined {
  return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
}
