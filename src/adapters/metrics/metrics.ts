import type { Report } from '../../core/diagnosis/report/report.ts';
import type { Owner } from '../../core/model/causes/cause.ts';
import type { SentRequest } from '../../core/model/cloud/sent-request.ts';
import type { Outcome } from '../../core/watch/incidents/incident.ts';

export interface ChatCallFacts {
  platform: 'discord' | 'teams' | 'terminal' | 'api';
  /** A command's name, or the verb of a button. */
  command: string;
  outcome: 'answered' | 'refused' | 'limited' | 'failed';
}

/** Counts and times what happens. No name or id of a tenant or a person is ever a label; label values are bounded. */
export interface Metrics {
  observeSweep(report: Report): void;
  observeRequest(request: SentRequest): void;
  incidentsOpened(owner: Owner, count?: number): void;
  incidentsClosed(owner: Owner, outcome: Outcome, count?: number): void;
  observeChatCall(call: ChatCallFacts): void;
  /** From a call's arrival to the moment the platform was told that it had been heard. */
  observeAcknowledgement(platform: ChatCallFacts['platform'], durationMs: number): void;
  /** By how much a scheduled sweep began later than it should have. */
  observeSchedulerLag(lagMs: number): void;
  /** Everything, in the text format of Prometheus. A part that cannot be read is left out and counted. */
  expose(): Promise<{ contentType: string; text: string }>;
}

export interface MetricSources {
  outbox?: () => Promise<{ waiting: number; oldestAt: number | null; dropped: number }>;
  openIncidents?: () => Promise<ReadonlyMap<Owner, number>>;
  /** When the scheduler last looked at its schedules, milliseconds since the epoch; null before the first time. */
  lastLookAt?: () => number | null;
}

/** Where nobody reads them. */
export const NO_METRICS: Metrics = {
  observeSweep: () => {},
  observeRequest: () => {},
  incidentsOpened: () => {},
  incidentsClosed: () => {},
  observeChatCall: () => {},
  observeAcknowledgement: () => {},
  observeSchedulerLag: () => {},
  expose: async () => ({ contentType: 'text/plain', text: '' }),
};
