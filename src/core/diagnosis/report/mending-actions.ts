import { type Action, button } from '../../cards/card.ts';
import type { CaseJudgement } from '../../guidance/articles/judge-case.ts';
import { customerMessageOf } from '../../guidance/articles/message-card.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import { checkAction } from './sweep-action.ts';

export interface Mending {
  connection: string;
  /** Customers who can be written to. */
  asked: number;
  /** Of the buttons that hand over the messages and test again. */
  messageId: string;
  retest: { label: string; id: string };
  /** Tenants whose way in was not proved yet. */
  unproved: readonly { tenantId: string }[];
}

/** The next step of a case first: the message where a customer has to act, else the proof of the one tenant, else testing again. */
export function mendingActions(judged: CaseJudgement, mending: Mending): [Action, ...Action[]] {
  const { asked, messageId, retest } = mending;
  const asks = asked > 0 && customerMessageOf(judged) !== undefined;
  const theirs = asks && judged.owner === 'customer';
  const message = button(messageLabel(asked), messageId, theirs);
  const prove = proveAction(judged, mending, !theirs);
  const again = button(retest.label, retest.id, !theirs && prove === undefined);
  const others = theirs ? [again, prove] : [prove && again, asks ? message : undefined];
  return [theirs ? message : (prove ?? again), ...others.filter((one) => one !== undefined)];
}

/** Only where it reads what the steps left ask for. */
function proveAction(
  { article }: CaseJudgement,
  { connection, unproved }: Mending,
  isNext: boolean,
): Action | undefined {
  const [only, ...others] = unproved;
  if (!only || others.length > 0 || !isGuid(only.tenantId) || Object.keys(article.proves ?? {}).length === 0)
    return undefined;
  return button('Prove why', checkAction(connection, only.tenantId), isNext);
}

/** `Messages for all 4`: the same words wherever it is offered. */
export function messageLabel(count: number): string {
  if (count < 2) return 'Message to the customer';
  return count === 2 ? 'Messages for both' : `Messages for all ${count}`;
}
