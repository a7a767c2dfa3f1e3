import { type Check, type CheckId, checkDefinition, toCheck } from '../../model/checks/check.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { Answer } from '../../model/cloud/microsoft-cloud.ts';

/** A check of what Graph tells. What it may not tell is not known, and the permission that would do is named. */
export function toReadCheck(id: CheckId, answer: Answer<unknown>): Check {
  const check = toCheck(id, answer, { request: 'graph.read', place: 'customer' });
  if (answer.ok || !mayNotRead(answer)) return check;
  const { permission } = checkDefinition(id);
  const enough = permission === 'Application.Read.All' ? `${permission} or Directory.Read.All` : permission;
  const reason = `Not known: the app may not read it. ${enough} is missing.`;
  const evidence = { ...check.evidence, permissions: [permission].filter((one) => one !== null) };
  return { ...check, status: 'unknown', cause: 'permission.scope-missing', owner: 'customer', reason, evidence };
}

export function mayNotRead(answer: Answer<unknown>): boolean {
  return !answer.ok && isRefusedRight(answer.fault);
}
