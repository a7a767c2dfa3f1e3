/** The raw facts behind a verdict, as they came, cleared of secrets. */
export interface Evidence {
  httpStatus?: number;
  /** OAuth `error`, or Graph's or Exchange's error code. */
  error?: string;
  suberror?: string;
  /** The first AADSTS code: `AADSTS53003`. */
  code?: string;
  message?: string;
  traceId?: string;
  correlationId?: string;
  requestId?: string;
  /** As the service wrote it. */
  timestamp?: string;
  /** A claims challenge, verbatim. */
  claims?: string;
}

/** How sure a cause is: `exact` only where the evidence admits no other, `none` where nobody knows. */
export type Confidence = 'exact' | 'likely' | 'none';
