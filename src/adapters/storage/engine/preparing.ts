import { hash } from 'node:crypto';
import { Client, type PoolConfig, type QueryConfig } from 'pg';
import { systemCodeOf } from '../../../core/model/text/system-code.ts';

/** Of a statement that comes fewer times preparing costs more than it saves. */
const TIMES = 3;
/** The server keeps each of them for every connection. */
const MOST_PREPARED = 100;
const MOST_COUNTED = 300;
/** To make a connection takes 13 ms of the server, and what was prepared on the one before it is gone. */
const KEEP_IDLE_MS = 60_000;
/** Something between us and the server changes connections, or a newer version has changed a table meanwhile. */
const NOT_AS_PREPARED: ReadonlySet<string | undefined> = new Set(['26000', '42P05', '0A000']);

/**
 * A pool that has prepared under a name what is asked again and again: to read and plan it is a third of what the server
 * does for a sweep. A name stands for the same text everywhere, so that no other one can be carried out for it. Once a
 * name was not understood, nothing is named any more.
 */
export function preparing(): Required<Pick<PoolConfig, 'Client' | 'idleTimeoutMillis'>> {
  return { Client: createPreparingClient(), idleTimeoutMillis: KEEP_IDLE_MS };
}

function createPreparingClient(): typeof Client {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  let isOff = false;

  const nameOf = (text: string): string | undefined => {
    if (isOff) return undefined;
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PREPARED) return known;
    const times = (counts.get(text) ?? 0) + 1;
    counts.delete(text);
    if (times >= TIMES) names.set(text, hash('sha256', text, 'base64url'));
    else counts.set(text, times);
    const [oldest = ''] = counts.size > MOST_COUNTED ? counts.keys() : [];
    counts.delete(oldest);
    return names.get(text);
  };

  return class PreparingClient extends Client {
    override query(...[asked, values, callback]: unknown[]): never {
      const name = typeof asked === 'string' && isOne(asked, values) ? nameOf(asked) : undefined;
      const query = super.query.bind(this) as (...args: unknown[]) => never;
      if (name === undefined) return query(asked, values, callback);
      const hear = (error: unknown): void => {
        isOff ||= wasNotAsPrepared(error);
      };
      const named: QueryConfig = { name, text: String(asked) };
      if (typeof callback === 'function') {
        return query(named, values, (error: unknown, result: unknown) => {
          hear(error);
          callback(error, result);
        });
      }
      const answer: Promise<unknown> = query(named, values);
      answer.catch(hear);
      return answer as never;
    }
  };
}

/** It was not carried out, and may be asked anew, which then goes without a name. */
export function wasNotAsPrepared(error: unknown): boolean {
  return NOT_AS_PREPARED.has(systemCodeOf(error));
}

/** Several statements at once can't be prepared, and it only helps where there is something to plan. */
function isOne(text: string, values: unknown): boolean {
  return (Array.isArray(values) && values.length > 0) || /^\s*(?:with|select)\b[^;]*$/i.test(text);
}
