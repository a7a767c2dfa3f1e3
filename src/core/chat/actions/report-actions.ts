import { parseIndex } from '../../cards/action-id.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import { checksHere, customerMessageOf, toFixCard } from '../../diagnosis/report/fix-card.ts';
import { toMessageCard } from '../../diagnosis/report/message-card.ts';
import { toReportCard } from '../../diagnosis/report/report-card.ts';
import { toTenantsCard } from '../../diagnosis/report/tenants-card.ts';
import { answer, type CallContext, cardContext } from '../calls/chat-parts.ts';
import { readFailingSince } from '../calls/failing-since.ts';
import type { ActionHandler } from '../calls/handler.ts';
import { findCause, findReport } from './find-report.ts';

const page = { role: 'viewer', effect: 'open', audience: 'results' } as const;

/** The report again, at a page of its causes. */
export const report: ActionHandler = {
  ...page,
  run: async (context, [runId, at]) => {
    const found = await findReport(context, runId);
    if (!found) return;
    const known = cardContext(context.parts, found.run.connection);
    await answer(context, toReportCard(found, known, parseIndex(at)));
  },
};

/** How to fix a cause, for one tenant or all of it. */
export const fix: ActionHandler = { ...page, run: showFix };

/** The same, for the tenant that was picked from a list. */
export const pick: ActionHandler = {
  ...page,
  run: (context, [runId = '', index = ''], { choice = '' }) => showFix(context, [runId, index, choice]),
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

/** Every tenant of a cause, a page at a time. */
export const tenantsAction: ActionHandler = {
  ...page,
  run: async (context, [runId = '', index = '', at]) => {
    const found = await findCause(context, [runId, index]);
    if (found) await answer(context, toTenantsCard(found.report, found.index, parseIndex(at)));
  },
};

/** The message to paste into a mail to the customer. */
export const message: ActionHandler = {
  ...page,
  run: async (context, args) => {
    const found = await findCause(context, args);
    if (!found) return;
    const { parts, reply } = context;
    if (customerMessageOf(found, parts.library) === undefined) {
      const text = 'There is no message to a customer for this cause: nobody there has to act.';
      return reply.showPrivately(toNoticeCard('neutral', 'nothing to send', text), { final: true });
    }
    await answer(context, toMessageCard(found, cardContext(parts, found.report.run.connection)));
  },
};

/** The report as files, for who asked alone. */
export const download: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'private',
  run: async (context, [runId]) => {
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
    const card = toNoticeCard('neutral', 'files', `The report of run ${found.run.id}`, [
      'CSV for a spreadsheet; HTML to read, to search and to pass on. It names your customers: mind who gets it.',
    ]);
    await context.reply.show(card, { files, final: true });
  },
};
