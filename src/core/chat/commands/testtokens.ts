import { toProblemCard } from '../../cards/plain-cards.ts';
import { toReportCard } from '../../cards/report-card.ts';
import { sweepAction } from '../../cards/sweep-action.ts';
import type { Only } from '../../checks/check.ts';
import { chooseConnection } from '../../connections/connection-book.ts';
import { answer, type CallContext, cardContext } from '../chat-parts.ts';
import { type CommandHandler, listOf, type ParsedValues, textOf } from '../handler.ts';
import { showSweep } from '../show-sweep.ts';

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
  const only = textOf(values, 'only') as Only | undefined;
  await showSweep(
    context,
    { entry, tenants, only },
    {
      again: sweepAction(entry.name, only, tenants),
      toResult: (report) => toReportCard(report, cardContext(parts, entry.name)),
    },
  );
}
