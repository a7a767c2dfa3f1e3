import { causeDefinition, isCauseId, type Owner, ownerWord } from '../../model/causes/cause.ts';
import { countOf } from '../../model/text/format.ts';
import type { SupportCheck, SupportFacts, SupportTenant } from './support-facts.ts';

export interface BundleFile {
  name: string;
  holds: string;
  text: string;
}

/** The files of a bundle: one to read, one for programs. The same facts in both. */
export function writeBundle(facts: SupportFacts): BundleFile[] {
  return [
    { name: 'summary.md', holds: 'to read and to paste into a case', text: toMarkdown(facts) },
    { name: 'support.json', holds: 'the same for programs', text: `${JSON.stringify(facts, null, 2)}\n` },
  ];
}

/** What the files hold, part by part, for who decides whether to hand them over. */
export function listParts(facts: SupportFacts): string[] {
  const { tenants, partner, wayIn, permissions, settings, audit, runs, leftOut } = facts;
  const named = facts.pseudonymized ? 'stand-ins for name, domain and id,' : 'name, domain, id';
  const evidence = tenants
    .flatMap(({ checks }) => checks)
    .concat(partner)
    .filter((check) => check.evidence).length;
  return [
    `${tenants.length === 1 ? 'One tenant' : `${tenants.length} tenants`} with ${named} and the verdict of each check${leftOut > 0 ? `; ${leftOut} more that ${leftOut === 1 ? 'fails is' : 'fail are'} left out` : ''}`,
    `Evidence of ${countOf(evidence, 'answer')}: codes, Microsoft’s words, trace, correlation and request ids, times`,
    ...(wayIn ? ['The way in, link by link, as check proves it'] : []),
    ...(permissions ? ['The app’s permissions: asked for, granted, in the live token'] : []),
    `Application id, the connection’s tenant id, versions, the last ${countOf(runs.length, 'run')}`,
    `${countOf(settings.length, 'setting')}: values where they are no secret, else only that they are set`,
    audit
      ? `What was done here in the last week, by whom: ${countOf(audit.length, 'row')}`
      : 'Nothing of the audit log: only administrators may read it',
  ];
}

function toMarkdown(facts: SupportFacts): string {
  const { versions, connection, counts, tenants, partner, runs, wayIn, permissions, settings, audit } = facts;
  const evidence = [
    ...partner.flatMap((check) => evidenceLines(check, 'the connection itself')),
    ...tenants.flatMap((tenant) => tenant.checks.flatMap((check) => evidenceLines(check, tenantLine(tenant)))),
  ];
  const lines = [
    '# Support bundle',
    '',
    `Made ${facts.madeAt} by Samaritan ${versions.samaritan} (Node ${versions.node}, ${versions.platform}).`,
    facts.pseudonymized
      ? 'Names, domains, addresses and ids were replaced, each by the same stand-in everywhere. The ids of requests are real.'
      : 'It names customers: mind who gets it. It holds no secret.',
    '',
    '## Ids',
    '',
    `- Application id: \`${code(connection.applicationId)}\``,
    `- Tenant of the connection: \`${code(connection.partnerTenantId)}\` (cloud ${code(connection.cloud)}, connection ${md(connection.name)})`,
    ...(tenants.length === 1 ? tenants : []).map(({ tenantId }) => `- The tenant: \`${code(tenantId)}\``),
    '',
    '## How it stands',
    '',
    `${counts.failing} of ${counts.tenants} tenants fail.${facts.leftOut > 0 ? ` ${facts.leftOut} of them are left out below.` : ''}`,
    '',
    '### The connection itself',
    '',
    ...checkTable(partner),
    ...tenants.flatMap((tenant) => ['', `### ${tenantLine(tenant)}`, '', ...checkTable(tenant.checks)]),
    '',
    '## Evidence',
    '',
    ...(evidence.length > 0 ? evidence : ['None: nothing that was asked failed.', '']),
    ...wayInLines(wayIn),
    ...permissionLines(permissions),
    '## Runs',
    '',
    ...runs.map(
      (run) =>
        `- \`${code(run.id)}\` ${run.startedAt}, ${run.status}, ${run.scope === 'all' ? 'all tenants' : 'tenants by name'}`,
    ),
    '',
    '## Settings',
    '',
    ...settings.map(({ name, value }) => `- ${code(name)}: ${md(value)}`),
    ...(audit
      ? [
          '',
          '## What was done here',
          '',
          ...audit.map(
            ({ at, who, action, target, outcome }) =>
              `- ${at} ${md(who)}: ${md(action)}${target ? ` · ${md(target)}` : ''} (${outcome})`,
          ),
        ]
      : []),
    '',
  ];
  return lines.join('\n');
}

function tenantLine({ displayName, defaultDomainName, tenantId }: SupportTenant): string {
  return [md(displayName ?? tenantId), defaultDomainName ? `(${md(defaultDomainName)})` : '', `\`${code(tenantId)}\``]
    .filter(Boolean)
    .join(' ');
}

function checkTable(checks: readonly SupportCheck[]): string[] {
  if (checks.length === 0) return ['Never tested.'];
  return [
    '| Check | Status | What it means | Whose | Failing since | Tested |',
    '| --- | --- | --- | --- | --- | --- |',
    ...checks.map(({ id, status, cause, owner, confidence, failingSince, testedAt }) => {
      const title = cause && isCauseId(cause) ? causeDefinition(cause).title : '';
      const likely = confidence === 'likely' ? ' (likely)' : '';
      const whose = owner === null ? '' : ownerWord(owner as Owner);
      return `| ${id} | ${status} | ${md(title)}${likely} | ${whose} | ${failingSince ?? ''} | ${testedAt} |`;
    }),
  ];
}

const EVIDENCE = [
  'code',
  'error',
  'suberror',
  'httpStatus',
  'traceId',
  'correlationId',
  'requestId',
  'timestamp',
  'message',
  'permissions',
] as const;

function evidenceLines({ id, evidence }: SupportCheck, of: string): string[] {
  if (!evidence) return [];
  const facts = EVIDENCE.flatMap((name) =>
    evidence[name] === undefined ? [] : `- ${name}: \`${code([evidence[name]].flat().join(', '))}\``,
  );
  return facts.length === 0 ? [] : [`**${id}**, ${of}`, '', ...facts, ''];
}

function wayInLines(wayIn: SupportFacts['wayIn']): string[] {
  if (!wayIn) return [];
  if ('problem' in wayIn) return ['## The way in', '', `Not proved: ${md(wayIn.problem)}`, ''];
  return [
    '## The way in',
    '',
    '| Link | Status | What shows it |',
    '| --- | --- | --- |',
    ...wayIn.map(({ id, status, reason }) => `| ${id} | ${status} | ${md((reason ?? '').replaceAll('\n', ' '))} |`),
    '',
  ];
}

function permissionLines(permissions: SupportFacts['permissions']): string[] {
  if (!permissions) return [];
  if ('problem' in permissions) return ['## Permissions', '', `Not read: ${md(permissions.problem)}`, ''];
  const word = (fact: boolean | null): string => (fact === null ? 'not read' : fact ? 'yes' : 'no');
  return [
    `## Permissions (set ${md(permissions.set)})`,
    '',
    '| Permission | Kind | Needed | Asked for | Granted | In the token | Verdict |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...permissions.rows.map(
      (row) =>
        `| ${md(row.permission)} | ${row.kind} | ${word(row.required)} | ${word(row.asked)} | ${word(row.granted)} | ${word(row.live)} | ${row.verdict}: ${md(row.why)} |`,
    ),
    '',
    ...permissions.unread.map(({ what, reason }) => `- ${md(what)}: ${md(reason)}`),
    ...(permissions.unread.length > 0 ? [''] : []),
  ];
}

/** Text from outside in Markdown: nothing in it is markup. */
function md(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, '\\$&');
}

function code(text: string): string {
  return text.replaceAll('`', '’');
}
