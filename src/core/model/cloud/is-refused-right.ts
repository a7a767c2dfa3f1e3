import type { Fault } from './microsoft-cloud.ts';

/** Whether the service itself refused a read for want of a right. A 403 of anybody else in between says nothing of rights. */
export function isRefusedRight(fault: Fault): boolean {
  return fault.kind === 'refused' && fault.httpStatus === 403 && !fault.foreign;
}
