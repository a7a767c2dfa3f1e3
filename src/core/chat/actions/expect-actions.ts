import { encodeAction } from '../../cards/action-id.ts';
import { button, type Card, type Form } from '../../cards/card.ts';
import { line, plain, time } from '../../cards/inline.ts';
import { toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import type { AcceptedFailure } from '../../diagnosis/report/accepted-store.ts';
import { checksHere } from '../../diagnosis/report/fix-card.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { type CheckId, isCheckId } from '../../model/checks/check.ts';
import { countOf } from '../../model/text/format.ts';
import { isIncident } from '../../watch/incidents/reference.ts';
import { answer, type CallContext } from '../calls/chat-parts.ts';
import { type ActionHandler, watchOf } from '../calls/command.ts';
import { acceptAdd } from '../commands/accept/acceptances.ts';
import { LONGEST_REASON, readAcceptance } from '../commands/accept/read-acceptance.ts';
import { findCause } from './find-report.ts';
import { findIncident, presserOf } from './incident-actions.ts';

const FORM = 'form';

/** Accepts what fails here, the very checks, with a reason and for how long: authorized as `accept add` is. */
export const expect: ActionHandler = {
  role: acceptAdd.role,
  effect: 'open',
  audience: 'results',
  form: (args) => (args.at(-1) === FORM ? undefined : toExpectForm(args)),
  run: async (context, args, { reason: typed = '', until: wanted = '' }) => {
    const asked = args.slice(0, -1);
    const found = await findFailures(context, asked);
    if (!found) return;
    const { accepted, watch, clock } = watchOf(context);
    const now = clock.now();
    const read = readAcceptance({ reason: typed, until: wanted.trim() === '' ? undefined : wanted.trim() }, now);
    if ('problem' in read) return answer(context, toProblemCard([read.problem]));
    const common = { connection: found.connection, ...read, acceptedAt: now, acceptedBy: presserOf(context) };
    for (const failure of found.failures) await accepted.accept({ ...failure, ...common });
    await watch.recordAccepted(found.connection);
    await answer(context, toExpectedCard(found.failures, read.until, asked));
  },
};

export const unexpect: ActionHandler = {
  role: acceptAdd.role,
  effect: 'open',
  audience: 'results',
  run: async (context, args) => {
    const found = await findFailures(context, args);
    if (!found) return;
    const { accepted } = watchOf(context);
    for (const { tenantId, checkId } of found.failures) await accepted.withdraw(found.connection, tenantId, checkId);
    const title = `${countOf(found.failures.length, 'check')} ${found.failures.length === 1 ? 'counts' : 'count'} again.`;
    await answer(context, toNoticeCard('neutral', 'withdrawn', title, ['The next sweep judges it like any other.']));
  },
};

function toExpectForm(args: readonly string[]): Form {
  const common = { multiline: false, required: false } as const;
  return {
    id: encodeAction('expect', ...args, FORM),
    title: 'Expected here',
    fields: [
      {
        ...common,
        name: 'reason',
        label: 'Why',
        required: true,
        maxLength: LONGEST_REASON,
        placeholder: 'no Exchange bought',
      },
      { ...common, name: 'until', label: 'For how long: 30d, 90d; empty for good', maxLength: 20, value: '90d' },
    ],
    submit: 'Accept',
  };
}

function toExpectedCard(failures: readonly Failure[], until: number | null, asked: readonly string[]): Card {
  const checks = [...new Set(failures.map(({ checkId }) => checkId))];
  const tenants = new Set(failures.map(({ tenantId }) => tenantId)).size;
  const title = `${checks.join(', ')} ${checks.length === 1 ? 'is' : 'are'} expected to fail in ${countOf(tenants, 'tenant')}.`;
  const undo = button('Undo', encodeAction('unexpect', ...asked));
  const card = toNoticeCard(
    'good',
    'accepted',
    title,
    ['It shows as accepted, never as fine, and opens no incident.'],
    [undo],
  );
  return { ...card, aside: until === null ? plain('for good') : line('until ', time(until)) };
}

type Failure = Pick<AcceptedFailure, 'tenantId'> & { checkId: CheckId };

/** The failing checks that a button is about, looked up anew. */
async function findFailures(
  context: CallContext,
  [of = '', index = '', tenant = 'all']: readonly string[],
): Promise<{ connection: string; failures: Failure[] } | undefined> {
  if (isIncident(of)) {
    const incident = await findIncident(context, of);
    const failures = incident?.states.flatMap(({ tenantId, checkId }) =>
      isCheckId(checkId) ? [{ tenantId, checkId }] : [],
    );
    return incident && { connection: incident.facts.group.connection, failures: failures ?? [] };
  }
  const found = await findCause(context, [of, index, ...(tenant === 'all' ? [] : [tenant])]);
  if (!found) return undefined;
  // What a proof finds behind them is not accepted: only what sweeps test can fail there.
  const failures = found.tenants.flatMap((one) =>
    (one.swept?.filter(({ status }) => isBad(status)) ?? checksHere({ ...found, tenants: [one] })).map(({ id }) => ({
      tenantId: one.tenantId,
      checkId: id,
    })),
  );
  return { connection: found.report.run.connection, failures };
}
