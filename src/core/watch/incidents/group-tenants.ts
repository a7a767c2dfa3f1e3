import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { WatchChange, WatchState } from './incident-store.ts';
import { trackKey } from './track.ts';

/** The tenants in each open group of a connection, by the group's id; with a change, as it leaves them. */
export function groupTenants(
  state: Pick<WatchState, 'incidents' | 'tracks'>,
  change?: Pick<WatchChange, 'incidents' | 'tracks' | 'tracksRemoved'>,
): ReadonlyMap<string, readonly Tenant[]> {
  const incidents = new Map([...state.incidents, ...(change?.incidents ?? [])].map((one) => [one.reference, one]));
  const tracks = new Map([...state.tracks, ...(change?.tracks ?? [])].map((track) => [trackKey(track), track]));
  for (const removed of change?.tracksRemoved ?? []) tracks.delete(trackKey(removed));
  const tenants = new Map<string, Tenant[]>();
  const add = (groupId: string, tenant: Tenant): void => {
    const known = tenants.get(groupId);
    if (known) known.push(tenant);
    else tenants.set(groupId, [tenant]);
  };
  for (const { incident, subject, displayName, defaultDomainName } of tracks.values()) {
    const groupId = incident === null ? undefined : incidents.get(incident)?.groupId;
    if (groupId === undefined || subject === PARTNER_STATE_KEY) continue;
    add(groupId, { tenantId: subject, displayName, defaultDomainName });
  }
  for (const { groupId, finding } of incidents.values()) if (finding?.tenant) add(groupId, finding.tenant);
  return tenants;
}
