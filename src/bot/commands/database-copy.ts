import { resolve } from 'node:path';
import { copyDatabase, type DatabaseCopy } from '../../adapters/storage/copy/copy-database.ts';
import { type DatabaseName, parseDatabaseName } from '../../adapters/storage/engine/engines.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { type CommandAnswer, toNoticeCard } from '../../core/cards/plain-cards.ts';
import { problem } from '../../core/chat/calls/command.ts';
import { countOf } from '../../core/model/text/format.ts';
import type { HostCall } from './host-call.ts';

const ONE_OF_EACH =
  'One of the two is a SQLite file and the other a PostgreSQL address. Between two files use sqlite3’s .backup, between two servers pg_dump.';

export async function runDatabaseCopy({ values }: Pick<HostCall<'database copy'>, 'values'>): Promise<CommandAnswer> {
  const [from, to] = [toName(values.from), toName(values.to)];
  const problems = [from, to].flatMap((name) => (typeof name === 'object' && 'problem' in name ? [name.problem] : []));
  if (problems.length > 0) return problem(...problems);
  const names = [from, to] as DatabaseName[];
  const [source, target] = names;
  if (source === undefined || target === undefined || names.filter((name) => typeof name === 'string').length !== 1)
    return problem(ONE_OF_EACH);
  try {
    return toAnswer(await copyDatabase(source, target));
  } catch (error) {
    if (error instanceof StorageError) return problem(error.message);
    throw error;
  }
}

function toAnswer({ from, to, tables }: DatabaseCopy): CommandAnswer {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const title = `${countOf(rows, 'row')} of ${countOf(Object.keys(tables).length, 'table')} were copied and compared.`;
  const more = [
    `From ${from} to ${to}: every table has as many rows, and every value is the same.`,
    'Set SAMARITAN_DATABASE to the new one and start Samaritan; the master key stays as it is. Keep the old database until the first sweep has passed.',
  ];
  return { card: toNoticeCard('good', 'copied', title, more), json: { from, to, tables } };
}

function toName(text: string): DatabaseName | { problem: string } {
  const address = parseDatabaseName(text);
  if (typeof address === 'string') return resolve(address);
  if ('problem' in address) return { problem: `The address ${address.problem}` };
  if (address.parts.password === undefined) return address;
  return {
    problem: `The address ${address} was given with its password, which everybody on this machine can see among the processes. Leave it out, and set PGPASSWORD or PGPASSFILE. Change that password. Nothing was copied.`,
  };
}
