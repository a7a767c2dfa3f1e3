import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import { toReportCard } from '../../diagnosis/report/report-card.ts';
import { sweepAction } from '../../diagnosis/report/sweep-action.ts';
import { toTenantGroup } from '../../model/checks/check.ts';
import { answer, type CallContext, cardContext } from '../calls/chat-parts.ts';
import { type CommandHandler, listOf, type ParsedValues, textOf } from '../calls/handler.ts';
import { showSweep } from '../calls/show-sweep.ts';

/** `/testtokens`: the sweep, and its report. */
export const testtokens: CommandHandler = {
  audience: 'results',
  target: (values) => listOf(values, 'tenant').join(', ').slice(0, 200) || null,
  run: (context, values) => sweepTenants(context, values),
};

/** Sweeps what the values name. */
export async function sweepTenants(context: CallContext, values: ParsedValues): Promise<void> {
  const { parts } = context;
  const entry = chooseConnection(parts.connections, textOf(values, 'connection'));
  if ('problem' in entry) return answer(context, toProblemCard([entry.problem]));
  const tenants = listOf(values, 'tenant');
  const only = toTenantGroup(textOf(values, 'only'));
  await showSweep(
    context,
    { connection: entry.name, tenants, only },
    {
      again: sweepAction(entry.name, only, tenants),
      toResult: (report) => toReportCard(report, cardContext(parts, entry.name)),
    },
  );
}
