import { isDomain, isGuid } from '../../model/tenants/tenant-id.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { ExplanationFacts } from './explanation.ts';
import { isName } from './is-name.ts';
import type { ReadableText } from './normalize-text.ts';

/** A message is read so far around the place that decided. */
const BEFORE = 600;
const AFTER = 1600;
const LONGEST_NAME = 80;

const TIME = '(\\d{4}-\\d\\d-\\d\\d[tT ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,7})?[zZ]?)';
const TOKEN_ISSUED = new RegExp(`(?:token|grant) was issued on ["']?${TIME}`, 'i');
const UNUSED_FOR = /was inactive for (\d{1,4})\.\d\d:\d\d:\d\d/i;
const ALLOWED_LIFETIME = /maximum allowed lifetime for this request is (\d{1,10})/i;
const VALID_FROM = new RegExp(`TokensValidFrom date.{0,80}? for this user is ["']?${TIME}`, 'i');
const ASSERTION_EXPIRED = new RegExp(`expiry time of assertion ["']?${TIME}`, 'i');
const APPLICATION = [
  /application with (?:id|identifier) ["']?([0-9a-f-]{36})["']?(?: named ["']([^"']{1,80})["'])?/i,
  /application ["']?([0-9a-f-]{36})["']? ?\(([^()]{1,80})\)/i,
  /\b(?:client )?app(?:lication)?(?: id)? ["']?([0-9a-f-]{36})["']?/i,
];
const TENANT = [
  /(?:in|of) (?:the )?(?:tenant|directory) ["']([^"']{1,80})["']/i,
  /(?:in|of) the (?:tenant|directory)(?: named)? ["']?([0-9a-f-]{36}|[a-z0-9.-]{4,80}\.[a-z]{2,24})\b/i,
  /\btenant(?: identifier| id)? ["']([^"']{1,80})["']/i,
  /login\.(?:microsoftonline\.com|windows\.net|microsoftonline\.us)\/([0-9a-f-]{36}|[a-z0-9-]{1,60}\.onmicrosoft\.com)\//i,
];
const USER = [
  /user(?: account)? ["']([^"'@ ]{1,64}@[^"' ]{1,120})["']/i,
  /upn["']? ?[:=] ?["']?([^"'@ ,;]{1,64}@[a-z0-9.-]{3,120})/i,
];
const RESOURCE = [
  /to access ["']([0-9a-f-]{36})["']/i,
  /resource principal named ["']?([^"' ]{4,80}?)["']? was not found/i,
  /principal for resource ["']([^"']{4,80})["']/i,
];

/** The dates, lifetimes and names that the message at `at` tells of. `isSecret` knows what may not come back as a name. */
export function readFacts(
  { text }: ReadableText,
  at: number,
  httpStatus: number | undefined,
  isSecret: (name: string) => boolean,
): ExplanationFacts {
  const message = text.slice(Math.max(0, at - BEFORE), at + AFTER);
  const first = (patterns: readonly RegExp[], group = 1): string | undefined => {
    for (const pattern of patterns) {
      const value = pattern.exec(message)?.[group];
      if (value) return toSafeText(value, { maxLength: LONGEST_NAME });
    }
    return undefined;
  };
  const name = (patterns: readonly RegExp[], group?: number): string | undefined => {
    const value = first(patterns, group);
    return value !== undefined && isName(value) && !isSecret(value) ? value : undefined;
  };
  const applicationId = first(APPLICATION);
  const user = first(USER);
  const fields: { [K in keyof ExplanationFacts]: ExplanationFacts[K] | undefined } = {
    tokenIssuedAt: first([TOKEN_ISSUED]),
    unusedForDays: toNumber(first([UNUSED_FOR])),
    allowedLifetimeSeconds: toNumber(first([ALLOWED_LIFETIME])),
    tokensValidFrom: first([VALID_FROM]),
    assertionExpiredAt: first([ASSERTION_EXPIRED]),
    applicationId: applicationId !== undefined && isGuid(applicationId) ? applicationId : undefined,
    applicationName: name(APPLICATION, 2),
    tenant: nameOfTenant(name(TENANT)),
    user: user === undefined || isSecret(user.split('@')[1] ?? '') ? undefined : shortenUser(user),
    resource: name(RESOURCE),
    httpStatus,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ExplanationFacts;
}

/** An account as it may be shown: its first letter and its domain. */
export function shortenUser(user: string): string {
  const [name = '', domain = ''] = user.split('@', 2);
  return `${[...name][0] ?? ''}…@${isDomain(domain) ? domain : '…'}`;
}

function nameOfTenant(name: string | undefined): string | undefined {
  return name === undefined || /^(?:common|organizations|consumers|authorize|token)$/i.test(name) ? undefined : name;
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
