import { classifyFault } from '../model/causes/classify.ts';
import { isRefusedRight } from '../model/cloud/is-refused-right.ts';
import type { Fault } from '../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../model/text/secret.ts';
import type { Clock } from '../model/time/clock.ts';
import type { AppSecrets } from './app-secrets.ts';
import { type Ending, endingOf } from './renewal-ending.ts';
import { spreadPauseMs } from './spread-pause.ts';

/** A new secret is taken by some of Entra's replicas before others: one success proves nothing. */
const SUCCESSES = 3;
const LONGEST_WAIT_MS = 300_000;
/** By which Entra does not know a secret yet (wrong secret), or the app itself. */
const NOT_YET: readonly number[] = [7000215, 700016];

interface Waiting {
  clock: Clock;
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

/** Several successes in a row of a new secret by itself; the ending where Entra does not take it. */
export async function proveSecret(
  value: Secret,
  app: Pick<AppSecrets, 'tryOut'>,
  { clock, wait, signal }: Waiting,
): Promise<Ending | undefined> {
  const until = clock.now() + LONGEST_WAIT_MS;
  let successes = 0;
  let failures = 0;
  while (successes < SUCCESSES) {
    if (signal.aborted) return endingOf('interrupted');
    const answer = await app.tryOut(value);
    successes = answer.ok ? successes + 1 : 0;
    if (answer.ok) continue;
    const { fault } = answer;
    const isPassing = fault.kind !== 'refused' || NOT_YET.some((code) => fault.codes.includes(code));
    if (!isPassing || clock.now() >= until) return endingOf('secret-not-taken', { says: says(fault) });
    await wait(spreadPauseMs(failures));
    failures += 1;
  }
  return undefined;
}

/** What a refusal of Entra's token endpoint says. */
export function says(fault: Fault): string {
  return classifyFault(fault, { request: 'entra.token', place: 'partner' }).reason;
}

/** What it means that Graph did not let the secrets of an app be read or changed. */
export function secretEnding(fault: Fault): Ending {
  if (fault.kind === 'aborted') return endingOf('interrupted');
  if (fault.kind === 'refused' && /AsPerAppPolicy/.test(`${fault.error} ${fault.message}`))
    return endingOf('secret-policy');
  if (isRefusedRight(fault)) return endingOf('secret-right-missing');
  return endingOf('secret-refused', { says: says(fault) });
}
