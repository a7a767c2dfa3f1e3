import type { Flag } from './watch-schema.ts';

export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}

export function toJsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
