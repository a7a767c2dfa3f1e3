import type { Card } from '../../../core/cards/card.ts';
import type { Route } from '../../../core/watch/notifications/route.ts';
import { printAnswer } from '../../terminal/print-answer.ts';
import type { HostCall } from '../host-call.ts';

/** The one time that a secret is printed: whoever receives the events needs it. Gives the exit code. */
export function printWithSecret(
  call: HostCall<'routes add' | 'routes rotate'>,
  { card, route, secret }: { card: Card; route: Route; secret: string },
): number {
  const code = printAnswer({ card, json: { route, secret } }, call);
  if (!call.json) call.io.stdout.write(`\nThe secret by which the receiver verifies, shown once:\n${secret}\n`);
  return code;
}
