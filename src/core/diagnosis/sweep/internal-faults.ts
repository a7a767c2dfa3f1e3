import type { CheckId, TenantResult } from '../../model/checks/check.ts';
import type { Answer, Fault, MicrosoftCloud } from '../../model/cloud/microsoft-cloud.ts';
import { withAsk } from '../../model/cloud/with-ask.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { createReference, internalReason } from '../../model/text/reference.ts';

/** Takes a fault of ours under the reference that the technician is shown, and what it was about where that is known. */
export type ReportInternal = (error: unknown, reference: string, about?: Readonly<Record<string, string>>) => void;

/** Gives an error a reference and hands both on, once. What goes wrong with that costs nothing. */
export function createFaultReferences(reportInternal: ReportInternal = () => {}): (error: unknown) => string {
  const known = new WeakMap<Error, string>();
  return (error) => {
    const before = error instanceof Error ? known.get(error) : undefined;
    if (before !== undefined) return before;
    const reference = createReference(Math.random);
    if (error instanceof Error) known.set(error, reference);
    try {
      reportInternal(error, reference);
    } catch {
      // The report goes on without its entry in the log.
    }
    return reference;
  };
}

/** The same cloud, whose faults of ours carry a reference. A method that throws against its promise is such a fault. */
export function withReferences(cloud: MicrosoftCloud, toReference: (error: unknown) => string): MicrosoftCloud {
  const refer = (fault: Fault): Fault =>
    fault.kind === 'internal' && fault.reference === undefined
      ? { ...fault, reference: toReference(fault.error) }
      : fault;
  const referred = <A extends Answer<unknown>>(answer: A): A =>
    answer.ok ? answer : { ...answer, fault: refer(answer.fault) };
  const toAnswer = (error: unknown) =>
    ({ ok: false, fault: refer({ kind: 'internal', error }), attempts: 0, durationMs: 0 }) as const;
  return withAsk(cloud, (question) => {
    try {
      return cloud.ask(question).then(referred, toAnswer);
    } catch (error) {
      return Promise.resolve(toAnswer(error));
    }
  });
}

/** A tenant whose test ended in a throw: nothing is known of it, and the reference says where to look. */
export function toInternalResult(tenant: Tenant, ids: readonly CheckId[], reference: string): TenantResult {
  const fault = { status: 'unknown', durationMs: 0, attempts: 0, cause: 'internal', owner: 'unknown' } as const;
  const checks = ids.map((id) => ({ id, ...fault, reason: internalReason(reference) }));
  return { ...tenant, status: 'unknown', checks };
}
