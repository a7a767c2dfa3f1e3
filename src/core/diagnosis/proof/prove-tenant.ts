import { isBad, worstStatus } from '../../model/causes/evidence.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import {
  type Check,
  type CheckId,
  INTERRUPTED,
  linkOfRefusal,
  PROOF_IDS,
  skippedCheck,
  type TenantResult,
  tenantCheckIds,
} from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { beginLinks, type ChainLink, type ChainLinks } from '../chains/tenant-chain.ts';
import { withPolicy } from './blocked-sign-in.ts';
import { findPolicy } from './find-policy.ts';
import { judgeAccount } from './judge-account.ts';
import { judgeApp, judgeConsent, judgeScopes } from './judge-app.ts';
import { judgeAssignment, judgeMembership, judgeRelationship } from './judge-delegation.ts';
import { judgePolicies } from './judge-policies.ts';
import { linkOf, type TenantProof } from './proof.ts';
import { beginReadings, type ProofOptions } from './readings.ts';
import { withNextStep } from './with-next-step.ts';

/** Who judges each link that a sweep does not test. */
const JUDGES: Readonly<Partial<Record<CheckId, (proof: TenantProof) => Promise<Check>>>> = {
  'partner.account': judgeAccount,
  'gdap.relationship': judgeRelationship,
  'gdap.assignment': judgeAssignment,
  'gdap.membership': judgeMembership,
  'tenant.app': judgeApp,
  'tenant.consent': judgeConsent,
  'tenant.scopes': judgeScopes,
  'tenant.policies': judgePolicies,
};

/**
 * Proves why one tenant can or can't be reached: everything is read side by side, judged in the order of the links, and
 * ended at the first one that is broken, without waiting for what hangs on it.
 */
export async function proveTenant(tenant: Tenant, options: ProofOptions): Promise<TenantResult> {
  const links = beginLinks(tenant, options);
  const judged = new Map<CheckId, Promise<Check>>();
  const judgeOnce = (id: CheckId): Promise<Check> => {
    const known = judged.get(id) ?? judge(id, proof);
    judged.set(id, known);
    return known;
  };
  const readings = beginReadings(tenant, links, options);
  const proof: TenantProof = { ...options, tenant, links, readings, judge: judgeOnce };
  const checks: Check[] = [];
  let end: Check | undefined;
  for (const id of PROOF_IDS) {
    const check = end
      ? skippedCheck(id, `Not tested on its own: ${end.id} comes first, and is broken.`)
      : await judgeOnce(id);
    const told = isBad(check.status) ? await withNextStep(check, proof) : check;
    checks.push(told);
    if (told.status === 'fail') end ??= told;
  }
  const swept = await sweptBy(links);
  return { ...tenant, status: statusOf(checks), checks, swept: end ? withPolicy(swept, end) : swept };
}

async function judge(id: CheckId, proof: TenantProof): Promise<Check> {
  const { refusals } = CHECKS[id];
  if (refusals) {
    const refused = await refusalOf(proof, ONE_API_ALONE.has(id));
    if (refused?.cause !== undefined && refusals.includes(refused.cause))
      return { ...(id === 'tenant.policies' ? await whichPolicy(proof, refused) : refused), id };
  }
  const own = JUDGES[id];
  if (own) return await own(proof);
  const { check } = await linkOf(proof, id);
  if (!isBad(check.status) && check.status !== 'skipped') return check;
  const { cause } = (await refusalOf(proof, id.startsWith('exchange.'))) ?? {};
  const culprit = cause === undefined ? undefined : linkOfRefusal(cause);
  return culprit === undefined ? check : skippedCheck(id, `Not tested on its own: ${culprit} decides it.`);
}

async function whichPolicy(proof: TenantProof, check: Check): Promise<Check> {
  if (check.cause === undefined) return check;
  const { grant: granted } = await linkOf(proof, 'graph.token');
  const roles = (await proof.readings.assignments)?.flatMap((answer) =>
    answer.ok ? answer.value.flatMap((one) => one.roleDefinitionIds.map((role) => role.toLowerCase())) : [],
  );
  const { tenantId } = proof.tenant;
  return await findPolicy({ ...proof, tenantId, check, cause: check.cause, granted, roles });
}

/** Links that may be broken for Exchange while Graph’s sign-in goes through. */
const ONE_API_ALONE: ReadonlySet<CheckId> = new Set(['tenant.consent', 'tenant.policies']);

/** The sign-in that was refused, where one was: for Graph before Exchange, which is waited for where it may matter. */
async function refusalOf(proof: TenantProof, orExchange: boolean): Promise<Check | undefined> {
  const { check: graph } = await linkOf(proof, 'graph.token');
  if (graph.status !== 'pass' || !orExchange) return graph.status === 'fail' ? graph : undefined;
  const { check: exchange } = await linkOf(proof, 'exchange.token');
  return exchange.status === 'fail' ? exchange : undefined;
}

function statusOf(checks: readonly Check[]): TenantResult['status'] {
  const worst = worstStatus(checks.map(({ status }) => status));
  const cutOff = checks.some(({ status, reason }) => status === 'skipped' && reason === INTERRUPTED);
  return !isBad(worst) && cutOff ? 'skipped' : worst;
}

/** What a sweep's checks have said by now. Those still under way are left as they were. */
async function sweptBy(links: ChainLinks): Promise<Check[]> {
  const now = Promise.resolve(undefined);
  return await Promise.all(
    tenantCheckIds().map(async (id): Promise<Check> => {
      const link = await Promise.race<ChainLink | undefined>([links.get(id) ?? now, now]);
      return link?.check ?? skippedCheck(id, STILL_WAITING);
    }),
  );
}

const STILL_WAITING = 'Not tested: the broken link was found before its answer came.';
