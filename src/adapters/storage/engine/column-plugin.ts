import { CamelCasePlugin, type PluginTransformResultArgs, type QueryResult, type UnknownRow } from 'kysely';
import type { z } from 'zod';
import { FLAG_COLUMNS, JSON_COLUMNS, KEY_COLUMNS, SELF_STANDING } from './columns.ts';
import { StorageError } from './storage-error.ts';

const CODECS = new Map(
  Object.entries(JSON_COLUMNS).flatMap(([table, columns]) =>
    Object.entries(columns).map(([name, schema]): [string, { table: string; schema: z.ZodType }] => [
      name,
      { table, schema },
    ]),
  ),
);

/**
 * Columns in camel case, JSON and flags as values, whatever query they come from. A row that is damaged throws a
 * `StorageError` that names it; where rows stand for themselves it is left out, and `onDamaged` hears of it once.
 */
export class ColumnPlugin extends CamelCasePlugin {
  readonly #file: string;
  readonly #onDamaged: (error: StorageError) => void;
  readonly #told = new Set<string>();

  constructor(file: string, onDamaged: (error: StorageError) => void) {
    super();
    this.#file = file;
    this.#onDamaged = onDamaged;
  }

  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return { ...result, rows: result.rows.flatMap((row) => this.#read(super.mapRow(row))) };
  }

  #read(row: UnknownRow): UnknownRow[] {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'number' && FLAG_COLUMNS.has(name)) row[name] = value === 1;
      const codec = typeof value === 'string' ? CODECS.get(name) : undefined;
      if (!codec) continue;
      try {
        row[name] = codec.schema.parse(JSON.parse(String(value)));
      } catch (cause) {
        const error = this.#damaged(row, codec.table, name, cause);
        if (!SELF_STANDING.has(codec.table)) throw error;
        if (!this.#told.has(error.message)) this.#onDamaged(error);
        this.#told.add(error.message);
        return [];
      }
    }
    return [row];
  }

  #damaged(row: UnknownRow, table: string, column: string, cause: unknown): StorageError {
    const key = KEY_COLUMNS.flatMap((name) => (row[name] === undefined ? [] : [`${name} ${row[name]}`]));
    const detail = `table ${this.snakeCase(table)}, ${this.snakeCase(column)} of ${key.join(', ') || 'a row'}`;
    return new StorageError('damaged-row', this.#file, { detail, cause });
  }
}
