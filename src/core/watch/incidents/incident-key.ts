import type { CauseId, Owner } from '../../model/causes/cause.ts';

/** What is a customer's is an incident for each tenant; everything else is one incident for the whole connection. */
export function incidentKey(connection: string, cause: CauseId, owner: Owner, tenantId: string): string {
  return owner === 'customer' ? `${connection} ${cause} ${tenantId}` : `${connection} ${cause}`;
}

/** A finding is an incident of its own, whatever its stage and cause. */
export function findingKey(connection: string, source: string, key: string): string {
  return `${connection} finding ${source} ${key}`;
}

/** Whether the incident is one tenant's and not the connection's. */
export function isOneTenants(incident: { key: string; connection: string; cause: CauseId }): boolean {
  return incident.key.startsWith(`${incident.connection} ${incident.cause} `);
}
