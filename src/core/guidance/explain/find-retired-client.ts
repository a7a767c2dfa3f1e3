import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';

/** Microsoft's public client for Exchange remote PowerShell, switched off in March 2024 (techcommunity, January 2024). */
const RETIRED_CLIENT = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';
const NEAR = 2000;
const SIGN_IN_FAILED =
  /aadsts|invalid_grant|invalid_client|unauthorized_client|invalid_resource|interaction_required|could not get|failed|error/;

/** A failed sign-in with the retired client: its id decides and not the code, since any code may come. */
export function findRetiredClient({ lower }: ReadableText): Observation | undefined {
  const at = lower.indexOf(RETIRED_CLIENT);
  if (at < 0) return undefined;
  const around = lower.slice(Math.max(0, at - NEAR), at + NEAR);
  if (!SIGN_IN_FAILED.test(around)) return undefined;
  return { cause: 'exchange.legacy-client-retired', confidence: 'likely', strength: 'speaker', at, count: 1, rank: 0 };
}
