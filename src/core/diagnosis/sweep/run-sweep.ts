import { worstStatus } from '../../model/causes/evidence.ts';
import type { Check, PartnerResult, TenantGroup } from '../../model/checks/check.ts';
import type { Connection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud } from '../../model/cloud/microsoft-cloud.ts';
import { type Selection, selectTagged, selectTenants, tenantOfId } from '../../model/tenants/select-tenants.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { testApp } from '../app/app-chain.ts';
import { type PartnerChain, testPartner } from '../chains/partner-chain.ts';
import { explainRefusal } from '../proof/find-policy.ts';
import { createHeadStart } from './head-start.ts';
import type { Progress } from './progress.ts';
import { RunKeeper } from './run-keeper.ts';
import { withSharedReadings } from './shared-readings.ts';
import type { Deadline, SweepOutcome, SweepParts } from './sweep-parts.ts';
import { testAndKeep } from './test-and-keep.ts';
import { MOST_NAMED } from './test-tenants.ts';
import { withRunCloud } from './with-run-cloud.ts';

/** Requests in flight at once, unless somebody says otherwise. */
export const DEFAULT_CONCURRENCY = 128;

export interface SweepRequest {
  connection: Connection;
  /** What `credentials.shape` said; a failed one never gets here. */
  shape: Check;
  /** Ids, domains or names; empty for every tenant. */
  tenants: readonly string[];
  /** Those of these tags too; where no tenant is named, these alone. */
  tagged?: TagChoice | undefined;
  /** Of all these only those with one of these tags: nobody else exists. */
  within?: readonly string[] | undefined;
  only?: TenantGroup | undefined;
  /** Proves the way into each tenant, link by link. */
  proof?: true | undefined;
  concurrency: number;
  /** How long after its start tenants that Microsoft asks to wait for may be left for later. */
  patienceMs?: number;
  signal: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

const DEADLINE: Deadline = { fromStartMs: 45_000, afterProgressMs: 30_000 };

/** Tests the partner connection, then every tenant asked for. Everything that goes wrong is a result; nothing throws. */
export async function runSweep(request: SweepRequest, parts: SweepParts): Promise<SweepOutcome> {
  return await withRunCloud(request, parts, ({ cloud, signal, toReference }) =>
    sweep(withSharedReadings(cloud), { ...request, signal }, parts, toReference),
  );
}

async function sweep(
  cloud: MicrosoftCloud,
  request: SweepRequest,
  parts: SweepParts,
  toReference: (error: unknown) => string,
): Promise<SweepOutcome> {
  const { clock, deadline = DEADLINE } = parts;
  const startedAt = clock.now();
  const startedMono = clock.monotonicMs();
  const { connection, signal, only } = request;
  const id = parts.newRunId();
  const report = (progress: Pick<Progress, 'phase' | 'total' | 'done' | 'failing'>): void =>
    request.onProgress?.({
      connection: connection.name,
      throttled: cloud.pace().waiting,
      elapsedMs: clock.monotonicMs() - startedMono,
      ...progress,
    });

  report({ phase: 'partner', total: null, done: 0, failing: 0 });
  cloud.extendDeadline(deadline.fromStartMs);
  const opening = parts.openStore?.() ?? Promise.resolve(undefined);
  const keeper = new RunKeeper(opening, clock);
  const scope = request.tenants.length === 0 && !request.tagged && !request.within ? 'all' : 'named';
  const testOptions = { cloud, connection, concurrency: request.concurrency, signal, toReference, clock };
  const budget = { left: MOST_NAMED };
  // What is known of all is read while Microsoft lists them.
  const known = scope === 'all' ? keeper.baseline(connection.name, scope) : undefined;
  const onTested = (done: number): void => report({ phase: 'partner', total: null, done, failing: 0 });
  const headStart =
    known && !request.proof ? createHeadStart({ ...testOptions, budget, only, known, onTested }, parts) : undefined;
  const testing =
    connection.kind === 'sam'
      ? testPartner(cloud, connection, request.shape, (found) => void headStart?.begin(found).catch(() => {}))
      : testApp(cloud, connection, request.shape);
  const [tested] = await Promise.all([testing, opening, known]);
  headStart?.stop();
  const chain =
    connection.kind === 'sam'
      ? await explainRefusal(tested, { cloud, connection, partner: { tenantId: tested.tenantId }, now: clock.now() })
      : tested;
  const { grant, customers } = chain;
  // A proof's verdict waits for nothing that is not its own.
  const beside = request.proof ? undefined : grant && parts.onPartnerToken?.({ connection, cloud, grant, customers });
  // Its outcome is looked at below; until then it must not count as nobody's.
  beside?.catch(() => {});
  const chosen = await chooseTenants(chain, request, parts, toReference);
  if (!chosen.ok) {
    const { problems, ambiguous } = chosen;
    return { kind: 'usage', problems, ...(ambiguous && { ambiguous }) };
  }

  const partner = toPartnerResult(chain);
  const tenantIds = chosen.tenants.map((tenant) => tenant.tenantId);
  const baseline = await (known ?? keeper.baseline(connection.name, tenantIds));
  const run = { id, kind: 'testtokens', connection: connection.name, startedAt, scope } as const;
  await keeper.begin(run, partner);

  cloud.extendDeadline(deadline.fromStartMs);
  const proof = request.proof && grant ? { grant, tenantId: chain.tenantId } : undefined;
  return await testAndKeep(
    {
      run: { ...run, ...(only === undefined ? {} : { only }), ...(request.proof ? { proof: true } : {}) },
      startedMono,
      partner,
      baseline,
      keeper,
      targets: chosen.tenants.map((tenant) => ({ tenant, only, proof })),
      listed: scope === 'all' && customers ? chosen.tenants : undefined,
      afterProgressMs: deadline.afterProgressMs,
      onProgress: report,
      ...(request.patienceMs && connection.kind === 'sam' ? { mayWaitUntil: startedAt + request.patienceMs } : {}),
      beside,
    },
    { ...testOptions, grant, budget, partnerTenantId: chain.tenantId, begun: headStart?.begun },
    parts,
  );
}

/** The tenants that were named or tagged, or all; none where the chain broke before they were known. */
export async function chooseTenants(
  chain: PartnerChain,
  request: Pick<SweepRequest, 'connection' | 'tenants' | 'tagged' | 'within'>,
  { readTags }: Pick<SweepParts, 'readTags'>,
  toReference: (error: unknown) => string,
): Promise<Selection> {
  if (chain.stop === 'token' || chain.stop === 'interrupted') return { ok: true, tenants: [] };
  const { connection, tagged, within } = request;
  if (!tagged && !within) return selectFrom(chain, request, undefined);
  try {
    if (!readTags) throw new Error('an order by tags came where none can be read');
    const book = await readTags(connection.name);
    // A tag of others is none: neither its name nor that it exists is said.
    return selectFrom(chain, request, within ? book.only(within) : book);
  } catch (error) {
    const reference = toReference(error);
    // Without them it is not known who is left out, so nobody is tested.
    return { ok: false, problems: [`The tags could not be read, so nothing was tested (reference ${reference}).`] };
  }
}

function selectFrom(
  chain: PartnerChain,
  { connection, tenants: names, tagged, within }: Parameters<typeof chooseTenants>[1],
  book: TagBook | undefined,
): Selection {
  const isThere = (tenant: Tenant): boolean =>
    within === undefined || (book?.chooses({ tags: within, withoutTags: [] }, tenant) ?? false);
  const unread = chain.stop === 'customers';
  const listed = chain.customers ?? [];
  const withoutOwn = listed.filter((tenant) => tenant.tenantId !== chain.tenantId);
  const own = ownTenant(chain, connection, listed);
  // An app by itself is in its own tenant and in no other.
  const isAlone = connection.kind === 'app-only';
  const customers = withoutOwn.filter(isThere);
  const ownThere = isThere(own) ? own : undefined;
  // Where the list could not be read, who has the tags is known all the same.
  const known = within && book ? [...book.having(within)].map(tenantOfId) : undefined;
  const whole = sweepsOwn(connection) && ownThere ? [ownThere, ...customers] : customers;
  const [listedHere, all] = unread ? [known, known] : [customers, whole];
  const named = selectTenants(names, listedHere, ownThere, { takeUnlisted: !isAlone && !within });
  const selected: Selection =
    tagged && book
      ? selectTagged(named, all, { choice: tagged, book })
      : names.length > 0 || !all
        ? named
        : { ok: true, tenants: all };
  if (!within || !selected.ok || selected.tenants.length > 0) return selected;
  const problem = `No tenant of connection ${connection.name} has a tag that your role is for: ${within.join(', ')}.`;
  return { ok: false, problems: [problem] };
}

/** Whether a sweep of all tests the partner's own tenant too. */
function sweepsOwn(connection: Connection): boolean {
  return connection.kind === 'app-only' || connection.includeOwnTenant;
}

/** The partner's own tenant, as the list has it or under a name that says what it is; no customer, unless it is swept as one. */
function ownTenant(chain: PartnerChain, connection: Connection, listed: readonly Tenant[]): Tenant {
  const domain = connection.tenant.includes('.') ? connection.tenant : null;
  return (
    listed.find((tenant) => tenant.tenantId === chain.tenantId) ?? {
      tenantId: chain.tenantId,
      displayName: 'Own tenant (partner)',
      defaultDomainName: domain,
      ...(sweepsOwn(connection) ? {} : { unlisted: true }),
    }
  );
}

function toPartnerResult({ checks, tenantId }: PartnerChain): PartnerResult {
  return { tenantId, status: worstStatus(checks.map((check) => check.status)), checks };
}
