import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Incident } from './incident.ts';

export interface IncidentQuery {
  connection: string;
  /** Only what this tenant was in; `PARTNER_STATE_KEY` for the partner connection itself. Absent: everything. */
  tenantId?: string;
  /** Only what one of these tenants was in, each incident whole. */
  tenantIds?: readonly string[];
  /** Milliseconds since the epoch: what lasted at some moment between `from` and `to`, as it stood at `to`. */
  from: number;
  to: number;
  /** At most so many incidents; the counts are of all. */
  limit: number;
  /** Who was in each of them, and who had it. */
  details?: boolean;
}

/**
 * An incident as it was for whom was asked. For a tenant `firstFailedAt`, `closedAt` and `outcome` are those of its own
 * stay, which can begin later and end earlier than the whole; a tenant that came back has two.
 */
export type PastIncident = Omit<Incident, 'key' | 'members' | 'cycles' | 'flapping'> & { details?: IncidentDetails };

export interface IncidentDetails {
  /** The first three who were in it, and how many there were: of those that were asked for. Names are unsafe text. */
  tenants: readonly Tenant[];
  tenantCount: number;
  /** Who acknowledged it; unsafe text. */
  hadBy: string | null;
}

export interface IncidentRecord {
  /** The newest first. */
  incidents: PastIncident[];
  /** How many there are in all. */
  count: number;
  /** How many of them are open. */
  open: number;
  /** Of all: failures that were mended, and how long that took on average; null where none was. Readings don't count. */
  mended: number;
  meanTimeToMendMs: number | null;
}

export interface IncidentHistory {
  incidents(query: IncidentQuery): Promise<IncidentRecord>;
}
