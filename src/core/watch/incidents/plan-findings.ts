import { closeEmpty, dropAccepted } from './closing.ts';
import type { Expected } from './expected.ts';
import type { Finding, FindingReading } from './finding.ts';
import type { FindingState, Incident } from './incident.ts';
import { findingKey } from './incident-key.ts';
import type { IncidentPlan } from './incident-plan.ts';
import type { WatchState } from './incident-store.ts';
import { Ledger } from './ledger.ts';
import type { WatchSettings } from './settings.ts';

/**
 * What a reading means: each finding is one incident for as long as it is read, whatever its stage. A worse stage is
 * news, a better one changes the message. What is absent from the reading has ended, unless nothing is known of it.
 */
export function planFindings(reading: FindingReading, state: WatchState, settings: WatchSettings): IncidentPlan {
  const { connection, source, at, findings, unjudged } = reading;
  const ledger = new Ledger(state, at, settings);
  const present = new Set<string>();
  for (const finding of findings) {
    const key = findingKey(connection, source, finding.key);
    if (present.has(key)) continue;
    present.add(key);
    const incident = ledger.openByKey(key);
    if (incident) update(ledger, incident, finding);
    else open(ledger, key, source, at, finding);
  }
  for (const { reference, key, finding } of ledger.openIncidents()) {
    if (finding?.source !== source || present.has(key)) continue;
    if (unjudged.some((beginning) => finding.key.startsWith(beginning))) continue;
    if (finding.tenant) ledger.leave(reference, finding.tenant, 'mended');
    ledger.close(reference, 'mended', null);
  }
  return { change: ledger.rows(), events: ledger.events(), notices: [] };
}

function open(ledger: Ledger, key: string, source: string, at: number, finding: Finding): void {
  const { cause, owner, severity, tenant } = finding;
  const state = toState(source, finding);
  const incident = ledger.open({
    key,
    cause,
    owner,
    severity,
    firstFailedAt: at,
    partnerLevel: tenant === undefined,
    finding: state,
  });
  if (tenant) ledger.addMember(incident.reference, tenant);
}

function update(ledger: Ledger, incident: Incident, finding: Finding): void {
  const before = incident.finding;
  const { cause, owner, severity } = finding;
  const now = toState(before?.source ?? '', finding);
  const same = incident.cause === cause && incident.owner === owner && incident.severity === severity;
  if (same && JSON.stringify(now) === JSON.stringify(before)) return;
  ledger.update({ ...incident, cause, owner, severity, finding: now });
  if (before && now.rank > before.rank) ledger.announce(incident.reference);
}

function toState(source: string, { key, tenant, stage, rank, title, reason }: Finding): FindingState {
  return { source, key, tenant: tenant ?? null, stage, rank, title: title ?? null, reason };
}

/** What it means at once for the open incidents that failures were accepted. The next sweep would come to the same. */
export function planAccepted(state: WatchState, expected: Expected, at: number, settings: WatchSettings): IncidentPlan {
  const ledger = new Ledger(state, at, settings);
  dropAccepted(ledger, expected);
  closeEmpty(ledger, {});
  return { change: ledger.rows(), events: ledger.events(), notices: [] };
}
