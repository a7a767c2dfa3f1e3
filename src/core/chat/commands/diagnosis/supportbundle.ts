import { encodeAction } from '../../../cards/action-id.ts';
import type { CommandAnswer } from '../../../cards/plain-cards.ts';
import { type ConnectionEntry, chooseConnection } from '../../../credentials/connection-book.ts';
import { gatherFacts } from '../../../diagnosis/support/gather-facts.ts';
import { pseudonymize } from '../../../diagnosis/support/pseudonymize.ts';
import { type BundleSubject, toBundleCard, toBundlePreviewCard } from '../../../diagnosis/support/support-card.ts';
import type { SupportAct, SupportFacts } from '../../../diagnosis/support/support-facts.ts';
import { type BundleFile, writeBundle } from '../../../diagnosis/support/write-bundle.ts';
import type { Check } from '../../../model/checks/check.ts';
import { mayRun } from '../../../model/people/role.ts';
import { type Tenant, toTenantRef } from '../../../model/tenants/tenant.ts';
import { toSafeText } from '../../../model/text/format.ts';
import type { AuditEntry } from '../../access/audit-log.ts';
import { flag, text } from '../../calls/arguments.ts';
import { type Asked, defineCommand, problem } from '../../calls/command.ts';
import { toCommandLine } from '../../calls/to-command-line.ts';
import { findKnownTenant } from '../../calls/watch-parts.ts';
import { connection, tenant } from '../common-arguments.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_ACTS = 500;
/** Acts that a case about tokens is interested in. */
const ABOUT =
  /\b(?:testtokens|check|permissions|sweep|retest|again|recheck|connections?|renewal|token|setup|schedule)\b/;

/** One redacted file with what whoever helps asks for. Only ever seen by who asked. */
export const supportbundle = defineCommand({
  name: 'supportbundle',
  role: 'technician',
  summary: 'Make a file with all that a support case asks for, and no secret; a preview first.',
  details:
    'About one tenant, or about all that fail. Holds what sweeps found, with Microsoft’s ids and times, the app’s permissions, versions and settings. The audit log is in it for administrators only. Without --output it shows what it would hold.',
  arguments: [
    { ...tenant, required: false, help: 'One tenant; otherwise all that fail.' },
    flag('pseudonymize', 'Replace names, domains, addresses and ids, each by the same stand-in everywhere.', {
      surfaces: ['terminal'],
    }),
    connection,
    text('output', 'file', 'Write the bundle to this zip file.', { surfaces: ['terminal'], endings: ['.zip'] }),
  ],
  examples: ['supportbundle contoso.onmicrosoft.com', 'supportbundle --pseudonymize --output case.zip'],
  asksMicrosoft: true,
  rare: true,
  audience: 'private',
  target: (values) => values.tenant ?? null,
  answer: (asked, values) =>
    bundleOf(asked, { ...values, replaced: values.pseudonymize === true, whole: values.output !== undefined }),
});

export interface BundleWish {
  connection?: string | undefined;
  tenant?: string | undefined;
  replaced: boolean;
  /** The files themselves; else what they would hold. */
  whole: boolean;
}

/** A bundle, or the preview of one. */
export async function bundleOf(asked: Asked, wish: BundleWish): Promise<CommandAnswer> {
  const { parts, role } = asked;
  const { support, runs, clock, version, audit } = parts;
  if (!support) throw new Error('the parts were put together without what a bundle is made of');
  const entry = chooseConnection(parts.connections, wish.connection);
  if ('problem' in entry) return problem(entry.problem);
  const found = wish.tenant === undefined ? undefined : await findKnownTenant(runs, entry.name, wish.tenant);
  if (found && 'problem' in found) {
    return { ...problem(found.problem, 'Test it first, then make the bundle.'), choice: found.choice };
  }
  const subject: BundleSubject = {
    connection: entry.name,
    tenantId: found?.tenantId,
    label: found ? toTenantRef(found).label : 'all tenants that fail',
  };
  const now = clock.now();
  const gathered = await gatherFacts({
    entry,
    tenant: found,
    ...{ runs, now, version, isPart: parts.reach !== undefined },
    machine: support.machine,
    settings: support.settings,
    // Both ask Microsoft, which a preview does not.
    wayIn: found ? (wish.whole ? await proveWayIn(asked, entry, found) : NOT_YET) : undefined,
    permissions: found ? (wish.whole ? await readTable(asked, entry, found) : NOT_YET) : undefined,
    audit: mayRun(role, 'admin')
      ? (await audit.latest(MOST_ACTS, { since: now - WEEK_MS })).filter(({ action }) => ABOUT.test(action)).map(toAct)
      : undefined,
  });
  const facts = wish.replaced ? pseudonymize(gathered) : gathered;
  const files = writeBundle(facts);
  const json = { connection: entry.name, tenantId: found?.tenantId ?? null, files: files.map(describe), facts };
  if (!wish.whole) return { card: toBundlePreviewCard(facts, subject), json };
  const name = `samaritan-support-${facts.madeAt.slice(0, 16).replace(/[^0-9]/g, '')}.zip`;
  const content = support.pack(files, now);
  const same = toCommandLine(encodeAction('bundle', entry.name, found?.tenantId ?? 'all', wish.replaced ? 1 : 0));
  return {
    card: toBundleCard(facts, subject, `In it: ${files.map((one) => `${one.name} (${one.holds})`).join(', ')}`),
    json,
    files: [{ name, type: 'application/zip', content, command: `samaritan ${same}` }],
  };
}

const NOT_YET = { problem: 'read when the bundle is made' };

/** What `check` would show of the tenant. */
async function proveWayIn(
  { parts, request }: Asked,
  { name }: ConnectionEntry,
  { tenantId }: Tenant,
): Promise<readonly Check[] | { problem: string }> {
  const { person, place } = request;
  const by = toSafeText(person.name, { maxLength: 40 }) || person.id;
  const order = { connection: name, tenants: [tenantId], only: undefined, proof: true, by } as const;
  const started = parts.desk.start({ ...order, workspaceId: place.workspaceId });
  if (started.kind === 'refused') return { problem: 'too many tests were under way' };
  const outcome = await started.sweep.done;
  if (outcome.kind === 'usage') return { problem: outcome.problems.join(' ') };
  const { partner, tenants } = outcome.report;
  return [...partner.checks, ...tenants.flatMap(({ checks }) => checks)];
}

async function readTable(
  { parts }: Asked,
  { name, kind }: ConnectionEntry,
  { tenantId }: Tenant,
): Promise<SupportFacts['permissions']> {
  const { permissions } = parts;
  if (!permissions) return { problem: 'nothing reads them here' };
  const set = permissions.set(undefined, false, kind);
  if ('problem' in set) return set;
  const outcome = await permissions.read({ connection: name, tenants: [tenantId], set });
  if (outcome.kind === 'problem') return { problem: outcome.problems.join(' ') };
  const [one] = outcome.reading.tenants;
  if (!one) return { problem: 'the tenant could not be asked' };
  return { set: set.id, rows: one.rows, unread: [...outcome.reading.unread, ...one.unread] };
}

function toAct({ at, personName, action, target, outcome }: AuditEntry): SupportAct {
  return { at: new Date(at).toISOString(), who: personName, action, target, outcome };
}

function describe({ name, holds, text }: BundleFile) {
  return { name, holds, bytes: new TextEncoder().encode(text).length };
}
