import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import { parseQuietHours } from '../../../../src/core/watch/notifications/quiet-hours.ts';
import type { QuietHours, Subscription } from '../../../../src/core/watch/notifications/subscription.ts';
import { failing, working } from '../../fixtures.ts';
import { Harness, MINUTE } from '../harness.ts';

export const CAUSES = [
  'account.no-path',
  'app.disabled',
  'consent.missing',
  'mfa.required',
  'permission.insufficient',
  'graph.refused',
] as const;

export function quiet(from: string, to: string, passCritical = false): QuietHours {
  const parsed = parseQuietHours(from, to, 'UTC', passCritical);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.hours;
}

export function harnessWith(rest: Partial<Subscription>): Harness {
  const harness = new Harness();
  harness.subscribe(rest);
  return harness;
}

/** Two sweeps, minutes apart, in which each cause hits a tenant of its own, and nothing else is wrong. */
export async function open(harness: Harness, ...causes: CauseId[]): Promise<void> {
  const tenants = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => {
    const cause = causes[number - 1];
    return cause ? failing(number, cause, { owner: 'partner' }) : working(number);
  });
  await harness.sweep(tenants);
  await harness.time.advance(3 * MINUTE);
  await harness.sweep(tenants);
}

export async function tickUntil(harness: Harness, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5 * MINUTE) {
    await harness.time.advance(5 * MINUTE);
    await harness.watch.tick();
  }
}
