import type { Registry } from 'prom-client';
import { ACTION_VERBS } from '../../core/cards/action-id.ts';
import { COMMANDS } from '../../core/chat/commands/registry.ts';
import { isCauseId } from '../../core/model/causes/cause.ts';
import { isCheckId } from '../../core/model/checks/check.ts';

/** Stands for whatever is not among the values a label may have. Every value makes a series of its own, kept for ever. */
const OTHER = 'other';

const CALLS = new Set<string>([...COMMANDS.map(({ name }) => name), ...ACTION_VERBS]);

export function checkLabel(id: string): string {
  return isCheckId(id) ? id : OTHER;
}

/** `none` where there is no cause. */
export function causeLabel(cause: string | undefined): string {
  if (cause === undefined) return 'none';
  return isCauseId(cause) ? cause : OTHER;
}

/** A command of the registry, or the verb of a button. */
export function callLabel(name: string): string {
  return CALLS.has(name) ? name : OTHER;
}

/** `2xx`, `429` by itself, `none` where no answer came. */
export function statusLabel(status: number | null): string {
  if (status === null) return 'none';
  if (status === 429) return '429';
  return status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : OTHER;
}

/** Names that come from the configuration: so many are kept apart, and all later ones are one. */
export function createNameLabel(most: number): (name: string) => string {
  const names = new Set<string>();
  return (name) => {
    if (names.has(name)) return name;
    if (names.size >= most) return OTHER;
    names.add(name);
    return name;
  };
}

export function createDescribe(registry: Registry) {
  return <const Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) => ({
    name: `samaritan_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
}
