import type { Evidence } from '../../core/model/causes/evidence.ts';

/** The fields of evidence in the order they are shown, each with its label. */
const EVIDENCE_LABELS = {
  httpStatus: 'HTTP status',
  code: 'Code',
  error: 'Error',
  suberror: 'Sub-error',
  message: 'Message',
  traceId: 'Trace id',
  correlationId: 'Correlation id',
  requestId: 'Request id',
  timestamp: 'Timestamp',
  claims: 'Claims challenge',
  policy: 'Policy',
  permissions: 'Missing permissions',
} as const satisfies Record<keyof Evidence, string>;

export interface EvidenceField {
  key: keyof Evidence;
  label: string;
  /** As it came: escape it for the markup it goes into. */
  value: string;
}

export function listEvidence(evidence: Evidence | undefined): EvidenceField[] {
  if (evidence === undefined) return [];
  return (Object.keys(EVIDENCE_LABELS) as (keyof Evidence)[]).flatMap((key) => {
    const found = evidence[key];
    const isPolicy = typeof found === 'object' && 'id' in found;
    const value = isPolicy ? `${found.name} (${found.id})` : [found ?? ''].flat().join(', ');
    return value === '' ? [] : [{ key, label: EVIDENCE_LABELS[key], value }];
  });
}
