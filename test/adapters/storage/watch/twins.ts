import { expect } from 'vitest';
import type { StateRevision, WatchChange } from '../../../../src/core/watch/incidents/incident-store.ts';

/** What of an answer is no promise: the order of rows, and numbers that only their own store understands. */
export type Normalize = (answer: unknown) => unknown;

/**
 * Asks two stores the same at every call, expects the same answer, and gives back the first one's. Revisions are each
 * store's own: a commit names to each the one that it gave when the first one gave the one committed upon.
 */
export function twins<T extends object>(first: T, second: T, normalize: Partial<Record<keyof T, Normalize>> = {}): T {
  const revisions = new Map<string, StateRevision>();
  const translate = (args: unknown[]): unknown[] =>
    args.map((arg) => (isChange(arg) ? { ...arg, revision: revisions.get(JSON.stringify(arg.revision)) } : arg));
  const call = (name: string | symbol) => {
    return async (...args: unknown[]): Promise<unknown> => {
      const [one, other] = [methodOf(first, name), methodOf(second, name)];
      const answer: unknown = await one.apply(first, args);
      const same: unknown = await other.apply(second, translate(args));
      if (hasRevision(answer) && hasRevision(same)) revisions.set(JSON.stringify(answer.revision), same.revision);
      const told = normalize[name as keyof T] ?? ((value: unknown) => value);
      expect(told(same), `${String(name)} ${JSON.stringify(args).slice(0, 300)}`).toEqual(told(answer));
      return answer;
    };
  };
  return new Proxy({} as T, { get: (_, name) => call(name) });
}

type Method = (...args: unknown[]) => Promise<unknown>;

function methodOf(store: object, name: string | symbol): Method {
  return Reflect.get(store, name) as Method;
}

function isChange(value: unknown): value is WatchChange {
  return hasRevision(value) && 'outbox' in value;
}

function hasRevision(value: unknown): value is { revision: StateRevision } {
  return typeof value === 'object' && value !== null && 'revision' in value;
}

/** Rows of every list in any order; without revisions. */
export function unordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.toSorted((a, b) => (toText(a) < toText(b) ? -1 : 1));
  const fields = Object.entries(value).filter(([name]) => name !== 'revision');
  return Object.fromEntries(fields.map(([name, field]) => [name, Array.isArray(field) ? unordered(field) : field]));
}

/** The same text for the same row, in whatever order its fields are. */
function toText(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** Only these fields of each row. */
export function only(...names: readonly string[]): Normalize {
  const pick = (row: object): unknown => Object.fromEntries(names.map((name) => [name, Reflect.get(row, name)]));
  return (value) => (Array.isArray(value) ? value.map(pick) : pick(value as object));
}
