import type { Call } from './answer.ts';

const DAY_MS = 86_400_000;

/**
 * Puts a call's facts where a message has `{application}`, `{applicationName}`, `{tenant}`, `{domain}`, `{tenantName}`,
 * `{account}`, `{resource}`, `{partner}` or `{daysAgo:N}`. Other braces stay as they are.
 */
export function fillText(text: string, call: Call): string {
  return text.replace(/\{(\w+)(?::(\d+))?\}/g, (whole, key: string, days: string | undefined) => {
    if (key === 'daysAgo') return new Date(Date.now() - Number(days ?? 0) * DAY_MS).toISOString().replace('Z', '0000Z');
    return fact(key, call) ?? whole;
  });
}

function fact(key: string, call: Call): string | undefined {
  switch (key) {
    case 'application':
      return call.applicationId;
    case 'applicationName':
      return call.applicationName;
    case 'tenant':
      return call.tenant.tenantId;
    case 'domain':
      return call.tenant.defaultDomainName;
    case 'tenantName':
      return call.tenant.displayName ?? '';
    case 'account':
      return call.account;
    case 'resource':
      return call.resource;
    case 'partner':
      return call.partnerTenantId;
    default:
      return undefined;
  }
}
