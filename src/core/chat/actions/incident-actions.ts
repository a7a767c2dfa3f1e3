import { encodeAction } from '../../cards/action-id.ts';
import type { Form } from '../../cards/card.ts';
import { toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection, ownSubject } from '../../credentials/connection-book.ts';
import { toRetestCard } from '../../diagnosis/report/retest-card.ts';
import { type CurrentState, PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { sweepAction } from '../../diagnosis/report/sweep-action.ts';
import type { TestTarget } from '../../diagnosis/sweep/test-tenants.ts';
import { groupToTest } from '../../model/checks/check.ts';
import { placeKey } from '../../model/people/person.ts';
import { tenantOfId } from '../../model/tenants/select-tenants.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import type { IncidentGroup } from '../../watch/incidents/incident.ts';
import type { GroupFacts } from '../../watch/incidents/incident-store.ts';
import { isIncident } from '../../watch/incidents/reference.ts';
import { type IncidentFixOptions, toIncidentFixCard } from '../../watch/notifications/cards/incident-fix-card.ts';
import { SNOOZE_CHOICES } from '../../watch/notifications/respond.ts';
import type { SeenMessage } from '../../watch/watch.ts';
import { answer, type CallContext } from '../calls/chat-parts.ts';
import { type ActionHandler, watchOf } from '../calls/command.ts';
import { commandButton } from '../calls/command-button.ts';
import { readFailingElsewhere } from '../calls/failing-since.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { readValues } from '../calls/read-values.ts';
import { showSweep } from '../calls/show-sweep.ts';
import { status } from '../commands/diagnosis/status.ts';

const LONGEST_REASON = 200;

/** Acknowledges an incident at once. A note may follow: its form's answer comes back as the same button with an input. */
export const ack: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'pressed',
  form: ([groupId = '', step]) => (step === 'note' ? toReasonForm(groupId) : undefined),
  run: async (context, [groupId = ''], { reason = '' }) => {
    const note = toSafeText(reason, { maxLength: LONGEST_REASON });
    const response = { kind: 'acknowledge', by: presserOf(context), reason: note } as const;
    const group = await watchOf(context).watch.respond(groupId, response, seenBy(context));
    await confirm(context, group, 'Acknowledged.');
  },
};

/** Acknowledges all that nobody has of those a digest tells of. */
export const ackall: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'pressed',
  run: async (context, [of = '']) => {
    const { messages } = await watchOf(context).incidents.loadNotifications(Number.MAX_SAFE_INTEGER);
    const told = messages.find(({ id }) => id === of)?.groupIds ?? [];
    const { taken, done } = await takeOpen(context, ({ id }) => told.includes(id), seenBy(context));
    await confirm(context, done, `${countOf(taken, 'incident')} acknowledged.`);
  },
};

/** Acknowledges one incident, or all of a connection that nobody has, on the morning's board, which is drawn again. */
export const board: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'results',
  run: async (context, [of = '', ...asked]) => {
    const { parts, reply } = context;
    const isMeant = ({ id, connection }: IncidentGroup): boolean => (isIncident(of) ? id : connection) === of;
    const { done } = await takeOpen(context, isMeant);
    if (done === 'shared') return reply.showPrivately(SHARED, { final: true });
    // What others look at must not become one person's part of it.
    if (parts.reach && reply.audience === 'public') return confirm(context, true, 'Acknowledged.', true);
    const typed = asked.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]);
    const read = readValues(status, 'chat', Object.fromEntries(typed));
    await giveAnswer(context, await status.answer(context, read.ok ? read.values : {}));
  },
};

/** Acknowledges what is meant, open, of a connection that there is here, and nobody's yet. */
async function takeOpen(
  context: CallContext,
  isMeant: (group: IncidentGroup) => boolean,
  seen?: SeenMessage,
): Promise<{ taken: number; done: boolean | 'shared' }> {
  const { watch, incidents, connections } = watchOf(context);
  const { groups } = await incidents.loadNotifications(Number.MAX_SAFE_INTEGER);
  const known = new Set(connections.map(({ name }) => name));
  const open = groups.filter(
    (group) =>
      group.closedAt === null && !group.acknowledged && !group.snoozed && known.has(group.connection) && isMeant(group),
  );
  let taken = 0;
  for (const { id } of open) {
    const group = await watch.respond(id, { kind: 'acknowledge', by: presserOf(context), reason: '' }, seen);
    if (typeof group === 'object') taken += 1;
  }
  return { taken, done: open.length > 0 && taken === 0 ? 'shared' : taken > 0 };
}

function toReasonForm(groupId: string): Form {
  const field = { name: 'reason', label: 'What is being done about it', multiline: false, required: false } as const;
  return {
    id: encodeAction('ack', groupId, 'reason'),
    title: 'Add a note',
    fields: [{ ...field, maxLength: LONGEST_REASON, placeholder: 'asked the customer, calls back on Monday' }],
    submit: 'Add',
  };
}

/** Keeps an incident silent for a while, or ends that. Its message is edited by the delivery. */
export const snooze: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'pressed',
  run: async (context, [groupId = '', wanted], { choice = '' }) => {
    const ends = wanted === 'off';
    const until = SNOOZE_CHOICES.find((one) => one === choice);
    const by = presserOf(context);
    const response = ends ? ({ kind: 'wake', by } as const) : until && ({ kind: 'snooze', by, until } as const);
    const done = response && (await watchOf(context).watch.respond(groupId, response, seenBy(context)));
    await confirm(context, done, ends ? 'The snooze is over.' : 'Snoozed.');
  },
};

/** Who pressed, as cards name people. */
export function presserOf({ request: { person } }: CallContext): string {
  return toSafeText(person.name, { maxLength: 60 }) || person.id;
}

/** The message that was pressed, where it is one that others see too and no page of one reader. */
function seenBy({ request, reply }: CallContext): SeenMessage | undefined {
  const address = reply.audience === 'public' ? reply.address() : undefined;
  return address === undefined ? undefined : { place: placeKey(request.place), address };
}

/** The incident's own message is edited by the delivery; a page that only its reader sees needs a word of its own. */
async function confirm({ reply }: CallContext, done: unknown, title: string, isElsewhere = false): Promise<void> {
  if (!done) return reply.showPrivately(OVER, { final: true });
  if (done === 'shared') return reply.showPrivately(SHARED, { final: true });
  if (reply.audience === 'public' && !isElsewhere) return;
  const next = isElsewhere ? commandButton('Show the board', 'status', {}) : [];
  await reply.showPrivately(
    toNoticeCard('good', 'done', title, ['The incident’s message says so in a moment.'], next),
    {
      final: true,
    },
  );
}

const OVER = toNoticeCard('neutral', 'over', 'This incident is over, or not known here any more.');

const SHARED = toNoticeCard('warn', 'refused', 'This incident also concerns what is not yours.', [
  'Your role is for some tenants. Who acknowledges or snoozes it does so for all that are in it: ask who has the whole.',
]);

export const incident: ActionHandler = {
  role: 'viewer',
  effect: 'open',
  audience: 'results',
  // A digest lets one of its incidents be chosen.
  run: async (context, [named], { choice = '' }) => {
    const groupId = named ?? choice;
    const found = await findIncident(context, groupId);
    if (found) await answer(context, toIncidentFixCard(found));
  },
};

/** An incident with what fails now for it, as its cards need it. Tells the person where there is none. */
export async function findIncident(context: CallContext, groupId: string): Promise<IncidentFixOptions | undefined> {
  const facts = await findFacts(context, groupId);
  if (!facts) return undefined;
  const { connections, library } = context.parts;
  const { connection } = facts.group;
  const [states, partner] = await Promise.all([
    statesOf(context, facts),
    context.parts.runs.currentStates(connection, { tenantIds: [PARTNER_STATE_KEY] }),
  ]);
  const subject = ownSubject(connections, connection);
  const { tenantId } = subject;
  const own = tenantId && ((await context.parts.runs.tenant(connection, tenantId)) ?? tenantOfId(tenantId));
  return { facts, states, partner, subject, library, ...(own && { own }) };
}

/** Tests again what an incident is about, and shows what came of it to who pressed; the incident follows by itself. */
export const recheck: ActionHandler = {
  role: 'technician',
  effect: 'open',
  audience: 'results',
  run: async (context, [groupId = '']) => {
    const facts = await findFacts(context, groupId);
    if (!facts) return;
    const { parts } = context;
    const { connection, partnerLevel, cause } = facts.group;
    const entry = chooseConnection(parts.connections, connection);
    if ('problem' in entry) return answer(context, toProblemCard([entry.problem]));
    const states = partnerLevel ? [] : await statesOf(context, facts);
    if (states.length === 0) {
      return showSweep(context, { order: { connection: entry.name, tenants: [] }, again: sweepAction(entry.name) });
    }
    const targets = toTargets(states);
    const groups = new Map(targets.map((target) => [target.tenant.tenantId, target.only]));
    const since = states.flatMap(({ tenantId, failingSince }) =>
      failingSince === null ? [] : [[tenantId, failingSince] as const],
    );
    await showSweep(context, {
      order: { connection: entry.name, tenants: [], retest: { partnerTenantId: entry.tenant, targets } },
      title: `Testing ${countOf(targets.length, 'tenant')} again`,
      again: encodeAction('recheck', groupId),
      toResult: async (report) =>
        toRetestCard({
          report,
          cause,
          from: { incident: groupId },
          failingSince: new Map(since),
          elsewhere: await readFailingElsewhere(parts, connection, groups),
        }),
    });
  },
};

async function findFacts(context: CallContext, groupId: string): Promise<GroupFacts | undefined> {
  const [facts] = await watchOf(context).incidents.facts([groupId]);
  if (!facts) await context.reply.showPrivately(OVER, { final: true });
  return facts;
}

/** What fails now for the incident's cause: the tenants that are in it, or the partner connection. */
async function statesOf({ parts }: CallContext, { group }: GroupFacts): Promise<CurrentState[]> {
  const states = await parts.runs.currentStates(group.connection, { onlyBad: true });
  return states.filter(
    ({ cause, tenantId }) => cause === group.cause && (tenantId === PARTNER_STATE_KEY) === group.partnerLevel,
  );
}

function toTargets(states: readonly CurrentState[]): TestTarget[] {
  const byTenant = new Map<string, CurrentState[]>();
  for (const state of states) byTenant.set(state.tenantId, [...(byTenant.get(state.tenantId) ?? []), state]);
  return [...byTenant].map(([tenantId, own]) => {
    const { displayName = null, defaultDomainName = null } = own[0] ?? {};
    return { tenant: { tenantId, displayName, defaultDomainName }, only: groupToTest(own.map((one) => one.checkId)) };
  });
}
