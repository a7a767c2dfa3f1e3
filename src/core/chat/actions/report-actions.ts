import { parseIndex } from '../../cards/action-id.ts';
import { button } from '../../cards/card.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import { toDetailsCard } from '../../diagnosis/report/details-card.ts';
import { causeMessages, checksHere, toFixCard } from '../../diagnosis/report/fix-card.ts';
import { toReportCard } from '../../diagnosis/report/report-card.ts';
import { toTenantsCard } from '../../diagnosis/report/tenants-card.ts';
import { type Messages, mailedButton, toMessageCard, toMessageFile } from '../../guidance/articles/message-card.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import { isIncident } from '../../watch/incidents/reference.ts';
import { incidentMessages, toIncidentDetailsCard } from '../../watch/notifications/cards/incident-fix-card.ts';
import { answer, type CallContext, cardContext } from '../calls/chat-parts.ts';
import { type ActionHandler, watchOf } from '../calls/command.ts';
import { readFailingSince } from '../calls/failing-since.ts';
import { findCause, findReport } from './find-report.ts';
import { findIncident, presserOf } from './incident-actions.ts';

const page = { role: 'viewer', effect: 'open', audience: 'results' } as const;

export const report: ActionHandler = {
  ...page,
  run: async (context, [runId, at]) => {
    const found = await findReport(context, runId);
    if (!found) return;
    const known = cardContext(context.parts, found.run.connection);
    await answer(context, toReportCard(found, known, parseIndex(at)));
  },
};

export const fix: ActionHandler = { ...page, run: showFix };

/** The same, for the cause that was picked from a list of causes, or the tenant from a list of tenants. */
export const pick: ActionHandler = {
  ...page,
  run: (context, args, { choice = '' }) => showFix(context, [...args.slice(0, 2), choice]),
};

export const details: ActionHandler = {
  ...page,
  run: async (context, args) => {
    const [of = ''] = args;
    if (isIncident(of)) {
      const incident = await findIncident(context, of);
      return incident && answer(context, toIncidentDetailsCard(incident));
    }
    const found = args.length > 1 ? await findCause(context, args) : undefined;
    if (found) return answer(context, toDetailsCard(found.report, found));
    const report = args.length > 1 ? undefined : await findReport(context, args[0]);
    if (report) await answer(context, toDetailsCard(report));
  },
};

async function showFix(context: CallContext, args: readonly string[]): Promise<void> {
  const found = await findCause(context, args);
  if (!found) return;
  const { connection } = found.report.run;
  const ids = found.tenants.map((tenant) => tenant.tenantId);
  const broken = new Set<string>(checksHere(found).map((check) => check.id));
  const since =
    ids.length <= 1
      ? await readFailingSince(context.parts, connection, ids, (checkId) => broken.has(checkId))
      : undefined;
  const [failingSince] = since?.values() ?? [];
  await answer(context, toFixCard({ ...found, failingSince }, cardContext(context.parts, connection)));
}

export const tenantsAction: ActionHandler = {
  ...page,
  run: async (context, [runId = '', index = '', at]) => {
    const found = await findCause(context, [runId, index]);
    if (found) await answer(context, toTenantsCard(found.report, found.index, context.parts, parseIndex(at)));
  },
};

export const NOTHING_TO_SEND = toNoticeCard(
  'neutral',
  'nothing to send',
  'There is no message to a customer for this cause: nobody there has to act.',
);

export const message: ActionHandler = {
  ...page,
  // A digest lets one of its incidents be chosen.
  run: async (context, given, { choice = '' }) => {
    const args = given.length > 0 ? given : [choice];
    const found = await findMessages(context, args);
    const at = isIncident(args[0] ?? '') ? args[1] : args[3];
    if (!found) return;
    const page = parseIndex(at) ?? 0;
    // Teams asks for each file, so there it has a button of its own.
    const hasFile = page === 0 && found.tenants.length > 1 && context.request.place.platform === 'discord';
    const files = hasFile ? { files: [toMessageFile(found)] } : {};
    await context.reply.show(toMessageCard(found, page, hasFile), { ...files, final: true });
  },
};

/** The messages that a button is about. Undefined: why there are none has been said. */
async function findMessages(context: CallContext, args: readonly string[]): Promise<Messages | undefined> {
  const [of = '', index = '', tenant = 'all'] = args;
  let found: Messages | undefined;
  if (isIncident(of)) {
    const incident = await findIncident(context, of);
    if (!incident) return undefined;
    found = incidentMessages(incident);
  } else {
    const cause = await findCause(context, [of, index, ...(tenant === 'all' ? [] : [tenant])]);
    if (!cause) return undefined;
    found = causeMessages(cause, cardContext(context.parts, cause.report.run.connection));
  }
  if (!found) await context.reply.showPrivately(NOTHING_TO_SEND, { final: true });
  return found;
}

/** The customers were written to: what they have is waiting for them, and the watch says when it is done. */
export const mailed: ActionHandler = {
  role: 'technician',
  effect: 'open',
  audience: 'results',
  run: async (context, args) => {
    const found = await findMessages(context, args);
    if (!found) return;
    const { connection, cause, back } = found;
    const tenantIds = found.tenants.map(({ tenantId }) => tenantId);
    const groups = await watchOf(context).watch.noteMailed(connection, cause, tenantIds, presserOf(context));
    const whom = tenantIds.length === 1 ? 'The customer was' : `${countOf(tenantIds.length, 'customer')} were`;
    const then =
      groups > 0
        ? 'It waits for the customer now, in status and in its alert. When it works again, the alert says so.'
        : 'No incident is open for it yet, so that nothing was marked. The next sweeps open one while it lasts.';
    const card = toNoticeCard(
      groups > 0 ? 'good' : 'neutral',
      'noted',
      `${whom} written to.`,
      [then],
      [button('Back', back)],
    );
    await answer(context, card);
  },
};

/** The report as files, or all messages to the customers of a cause or an incident as one, for who asked alone. */
export const download: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'private',
  run: async (context, args) => {
    const [runId = ''] = args;
    if (args.length > 1 || isIncident(runId)) return giveMessages(context, args);
    const found = await findReport(context, runId);
    if (!found) return;
    const { renderFile } = context.parts;
    const files = await Promise.all(
      (['csv', 'html'] as const).map(async (format) => ({
        name: `samaritan-${found.run.id}.${format}`,
        type: format === 'csv' ? 'text/csv' : 'text/html',
        content: await renderFile(found, format),
      })),
    );
    const card = toNoticeCard(
      'neutral',
      'files',
      `The report of the connection ${toSafeText(found.run.connection, { maxLength: 60 })}`,
      ['CSV for a spreadsheet; HTML to read, to search and to pass on. It names your customers: mind who gets it.'],
    );
    await context.reply.show(card, { files, final: true });
  },
};

async function giveMessages(context: CallContext, args: readonly string[]): Promise<void> {
  const found = await findMessages(context, args);
  if (!found) return;
  const whom = countOf(found.tenants.length, 'customer');
  const card = toNoticeCard(
    'neutral',
    'files',
    `The messages to ${whom} in one file · ${found.headline}`,
    [
      'Each stands below its customer’s name. Nothing is sent from here. Where no file can be handed over, the pages of the card have the same messages.',
    ],
    [mailedButton(found), button('Back', found.back)],
  );
  await context.reply.show(card, { files: [toMessageFile(found)], final: true });
}
