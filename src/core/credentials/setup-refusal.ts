import { classifyFault } from '../model/causes/classify.ts';
import { isRefusedRight } from '../model/cloud/is-refused-right.ts';
import type { Answer, Fault } from '../model/cloud/microsoft-cloud.ts';
import { type Ending, type EndingId, endingOf } from './renewal-ending.ts';
import type { SignInAsParts } from './sign-in-as.ts';
import { spreadPauseMs } from './spread-pause.ts';

/** A set-up can't go on; what was done until then stays. */
export class SetupRefused extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(ending.reason);
    this.ending = ending;
  }
}

export function refuseSetup(id: EndingId, facts: Parameters<typeof endingOf>[1] = {}): never {
  throw new SetupRefused(endingOf(id, facts));
}

type Waiting = Pick<SignInAsParts, 'clock' | 'wait' | 'signal'>;

/** The directory's replicas learn of a change within seconds, seldom minutes; after these it is no delay any more. */
const SPREADS_WITHIN_MS = 120_000;

/** What was answered; refuses where nothing was. */
export function taken<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new SetupRefused(endingOfGraph(answer.fault));
}

/** Asks again while the answer shows that a replica has not learned yet of what was done before. */
export async function isTried<T>(ask: () => Promise<Answer<T>>, { wait, signal }: Waiting): Promise<T> {
  let waitedMs = 0;
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (answer.ok || !isSpreading(answer.fault) || waitedMs >= SPREADS_WITHIN_MS) return taken(answer);
    if (signal.aborted) refuseSetup('interrupted');
    waitedMs += spreadPauseMs(tries);
    await wait(spreadPauseMs(tries));
  }
}

/** Reads until what was made at that time is there, or can be thought not to have been made. */
export async function untilThere<T>(
  read: () => Promise<T>,
  isThere: (found: T) => unknown,
  madeAt: number,
  { clock, wait, signal }: Waiting,
): Promise<T> {
  let leftMs = madeAt + SPREADS_WITHIN_MS - clock.now();
  for (let tries = 0; ; tries += 1) {
    const found = await read();
    if (isThere(found) || leftMs <= 0) return found;
    if (signal.aborted) refuseSetup('interrupted');
    leftMs -= spreadPauseMs(tries);
    await wait(spreadPauseMs(tries));
  }
}

/** Graph's words for what it does not know yet, as the documentation of its calls and the field have them. */
function isSpreading(fault: Fault): boolean {
  if (fault.kind !== 'refused' || fault.foreign) return false;
  return (
    fault.httpStatus === 404 || /does not reference a valid application|backing application/i.test(fault.message ?? '')
  );
}

function endingOfGraph(fault: Fault): Ending {
  if (fault.kind === 'aborted') return endingOf('interrupted');
  if (fault.kind === 'refused' && /AsPerAppPolicy/.test(`${fault.error} ${fault.message}`))
    return endingOf('setup-secret-policy');
  if (isRefusedRight(fault)) return endingOf('setup-right-missing');
  const { cause, reason } = classifyFault(fault, { request: 'graph.grants', place: 'partner' });
  return endingOf('setup-refused', { cause, says: reason });
}
