import type { Tone } from '../../cards/card.ts';
import type { KeptStatus } from '../../diagnosis/report/run-store.ts';

/** The days of one connection or one tenant, in words and numbers. Every surface shows this; names are harmless lines. */
export interface HistoryView {
  tone: Tone;
  /** One sentence: what these days were like. */
  verdict: string;
  title: string;
  /** The same for what cannot draw every letter: with the domain or id in place of a name. */
  plainTitle: string;
  /** `2 Oct to 31 Oct 2026, days in UTC`. */
  period: string;
  rowsAre: 'tenants' | 'checks';
  columns: HistoryColumn[];
  /** The worst first, after the partner connection; the checks of one tenant in the order in which they run. */
  rows: HistoryRow[];
  /** What the rows leave out, as a sentence; empty where they leave out nothing. */
  more: string;
  /** Of the tested time, how much nothing failed and nothing was unknown. Null where nothing was tested. */
  uptimePercent: number | null;
  /** Time that failed or was unknown; of several tenants, added up. */
  failingMs: number;
  /** The newest first: not more than were asked for. */
  incidents: HistoryIncident[];
  /** How many there were in all, how many of them were mended, and how long that took on average. */
  incidentCount: number;
  /** How many of them are open now. */
  openIncidents: number;
  mended: number;
  meanTimeToMendMs: number | null;
  /** How many days there are, and on how many of them something was tested. */
  days: number;
  testedDays: number;
  /** On the days that say nothing; empty where there are none. */
  note: string;
}

/** What is counted of it, without what is drawn. */
export type HistoryNumbers = Omit<HistoryView, 'plainTitle' | 'columns' | 'rows' | 'more' | 'incidents'>;

export interface HistoryColumn {
  /** Milliseconds since the epoch. */
  start: number;
  /** `5 Oct`. */
  label: string;
  days: number;
}

export interface HistoryRow {
  /** `rest`: the tenants that have no row of their own, taken together. */
  kind: 'partner' | 'tenant' | 'check' | 'rest';
  label: string;
  plainLabel: string;
  tenantId?: string;
  /** One for each column. */
  cells: HistoryCell[];
  uptimePercent: number | null;
}

export interface HistoryCell {
  /** When it begins, as its column does. */
  day: number;
  /** The worst of that time; `none` where no sweep tested it. */
  status: KeptStatus | 'none';
  /** Minutes that failed or were unknown; of the rest, the tenant's that had most. */
  failingMinutes: number;
}

export interface HistoryIncident {
  reference: string;
  title: string;
  /** When the first of its failures was seen. */
  openedAt: number;
  closedAt: number | null;
  /** Until now where it is open. */
  durationMs: number;
}

export interface HistoryPictures {
  /** A PNG. Rejects when it cannot be drawn in time: the card says the same in words. */
  heatMap(view: HistoryView): Promise<Uint8Array>;
}
