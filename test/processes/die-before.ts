/**
 * Loaded before the product (`node --import`): a process that kills itself at one of its steps. A step is whatever others
 * see of it: a request that goes out, its answer, a statement that changes the database, a file that takes another's place.
 * DIE_BEFORE names the step; STEPS_FILE takes the names of all that come.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

const { DIE_BEFORE, STEPS_FILE } = process.env;
const counts = new Map<string, number>();

function step(what: string): void {
  if (!isMainThread) return;
  const count = (counts.get(what) ?? 0) + 1;
  counts.set(what, count);
  const name = `${what} #${count}`;
  if (STEPS_FILE) appendFileSync(STEPS_FILE, `${name}\n`);
  if (name === DIE_BEFORE) process.kill(process.pid, 'SIGKILL');
}

// Ids are other ones each time.
const place = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path.replace(/\?.*/, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}`;
subscribe('undici:request:create', (message) => step(`ask ${place((message as { request: Asked }).request)}`));
subscribe('undici:request:headers', (message) => step(`answer to ${place((message as { request: Asked }).request)}`));
interface Asked {
  method: string;
  path: string;
}

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, source: string) {
  const statement = prepare.call(this, source);
  const [, what] = /^\s*(insert into \S+|update \S+|delete from \S+|commit)/i.exec(source) ?? [];
  if (what === undefined) return statement;
  for (const method of ['run', 'all', 'get'] as const) {
    const real = statement[method].bind(statement) as (...given: unknown[]) => unknown;
    Object.assign(statement, {
      [method]: (...given: unknown[]) => {
        step(what.replaceAll('"', '').toLowerCase());
        return real(...given);
      },
    });
  }
  return statement;
} as typeof prepare;

const { rename, link } = files;
files.rename = async (...given) => {
  step('rename');
  await rename(...given);
};
files.link = async (...given) => {
  step('link');
  await link(...given);
};
syncBuiltinESMExports();
