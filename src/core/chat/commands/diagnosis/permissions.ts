import { type CommandAnswer, toNoticeCard } from '../../../cards/plain-cards.ts';
import { chooseConnection } from '../../../credentials/connection-book.ts';
import { toFleetPermissionsCard, toPermissionsCard } from '../../../diagnosis/permissions/permissions-card.ts';
import { toPermissionsJson } from '../../../diagnosis/permissions/permissions-json.ts';
import type { PermissionsOutcome } from '../../../diagnosis/permissions/read-permissions.ts';
import { PERMISSION_SETS } from '../../../model/permissions/permission-set.ts';
import { text } from '../../calls/arguments.ts';
import type { CommandParts } from '../../calls/chat-parts.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import { toTagChoice } from '../../calls/tagged.ts';
import { connection, tag, tenant, withoutTag } from '../common-arguments.ts';

/** What the app asks for, what was granted, and what the live token carries, held against what is needed. */
export const permissions = defineCommand({
  name: 'permissions',
  role: 'technician',
  summary: 'Show which permissions are asked for, granted and in the live token, and which are missing.',
  details:
    'For one tenant, or without one for all of them. Reads only; a tenant costs at most three requests. What can’t be read is said with the permission that would open it.',
  arguments: [
    { ...tenant, required: false, help: 'One tenant; otherwise all tenants.' },
    text(
      'set',
      'name|file',
      `What is needed: ${Object.keys(PERMISSION_SETS).join(', ')}, or own; on the terminal also a JSON file.`,
      { maximumLength: 60 },
    ),
    connection,
    tag,
    withoutTag,
  ],
  examples: ['permissions contoso.onmicrosoft.com', 'permissions --set cipp'],
  asksMicrosoft: true,
  rare: true,
  audience: 'results',
  target: (values) => values.tenant ?? null,
  answer: async ({ parts, request }, values) => {
    const { permissions: reader } = parts;
    if (!reader) throw new Error('the parts were put together without a reader of permissions');
    const entry = chooseConnection(parts.connections, values.connection);
    if ('problem' in entry) return problem(entry.problem);
    const isLocal = request.place.platform === 'terminal';
    const set = reader.set(values.set, isLocal, entry.kind);
    if ('problem' in set) return problem(set.problem);
    const tagged = toTagChoice(values);
    if (tagged && 'problem' in tagged) return problem(tagged.problem);
    const isFleet = values.tenant === undefined || tagged !== undefined;
    const order = { connection: entry.name, tenants: values.tenant === undefined ? [] : [values.tenant], tagged, set };
    const answered = reader.read(order).then((outcome) => answerOf(outcome, isFleet, parts));
    if (isLocal || !isFleet) return await answered;
    const card = toNoticeCard('warn', 'running', `Reading the permissions in the tenants of ${entry.name}.`);
    const end = answered.then((one) => one.card);
    return { card: { ...card, tone: 'neutral' }, json: { connection: entry.name }, end };
  },
});

function answerOf(
  outcome: PermissionsOutcome,
  isFleet: boolean,
  { library, reach }: Pick<CommandParts, 'library' | 'reach'>,
): CommandAnswer {
  if (outcome.kind === 'problem') return { ...problem(...outcome.problems), findings: outcome.unread === true };
  const { reading } = outcome;
  const [one] = reading.tenants;
  const article = library.forCause(one?.problem?.cause ?? 'consent.missing');
  return {
    card:
      isFleet || !one
        ? toFleetPermissionsCard(reading, reach !== undefined)
        : toPermissionsCard(reading, one, article.id),
    json: toPermissionsJson(reading, isFleet),
    findings: reading.tenants.some(({ verdict }) => verdict !== 'complete'),
  };
}
