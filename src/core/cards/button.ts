import type { Action } from './card.ts';

/** A button that presses as `id`. `isNext`: the one next step of its card. */
export function button(label: string, id: string, isNext = false): Extract<Action, { kind: 'button' }> {
  return { kind: 'button', label, id, ...(isNext ? { look: 'primary' } : {}) };
}
