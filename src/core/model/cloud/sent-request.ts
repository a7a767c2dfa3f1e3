export interface SentRequest {
  kind: 'entra' | 'graph' | 'exchange';
  /** The HTTP status; null where no answer came. */
  status: number | null;
  durationMs: number;
}
