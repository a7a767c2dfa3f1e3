import { z } from 'zod';
import type { AccessPolicy } from '../../model/cloud/access-policy.ts';
import controls from './controls.json' with { type: 'json' };

/**
 * What each control of a policy does to a sign-in that does not meet it, and the AADSTS numbers it refuses with
 * (learn.microsoft.com/entra/identity-platform/reference-error-codes, February 2025).
 */
const CONTROLS = z
  .array(z.strictObject({ control: z.string(), does: z.string(), codes: z.array(z.number()).min(1) }))
  .parse(controls);
const BY_NAME = new Map(CONTROLS.map((one) => [one.control.toLowerCase(), one]));
const REFUSES: ReadonlySet<number> = new Set(CONTROLS.flatMap(({ codes }) => codes));

/** What the controls do that refuse with this number; all of them for a number that no control has to itself. */
export function refusingControls(controls: readonly string[], code: number | undefined): string[] {
  if (code === undefined || !REFUSES.has(code)) return [...controls];
  return controls.filter((name) => BY_NAME.get(name.toLowerCase())?.codes.includes(code));
}

/** `blocks access`, `requires a compliant device or requires a hybrid joined device`. */
export function controlWords(controls: readonly string[]): string {
  const words = [...new Set(controls.map((name) => BY_NAME.get(name.toLowerCase())?.does ?? `asks for ${name}`))];
  return words.length === 0 ? 'refuses it' : words.join(' and ');
}

export function controlsOf({ controls, session }: AccessPolicy): string[] {
  return [...controls, ...session];
}
