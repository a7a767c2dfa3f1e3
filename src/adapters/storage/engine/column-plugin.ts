import { CamelCasePlugin, type PluginTransformResultArgs, type QueryResult, type UnknownRow } from 'kysely';
import type { z } from 'zod';
import { FLAG_COLUMNS, JSON_COLUMNS, KEY_COLUMNS, SELF_STANDING } from './columns.ts';
import { StorageError } from './storage-error.ts';

interface Codec {
  table: string;
  schema: z.ZodType;
}

interface Column {
  stored: string;
  name: string;
  isFlag: boolean;
  codec: Codec | undefined;
}

const CODECS: ReadonlyMap<string, Codec> = new Map(
  Object.entries(JSON_COLUMNS).flatMap(([table, columns]) =>
    Object.entries(columns).map(([name, schema]): [string, Codec] => [name, { table, schema }]),
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
    // All rows of a result have the same columns.
    const columns = Object.keys(result.rows[0] ?? {}).map((stored): Column => {
      const name = this.camelCase(stored);
      return { stored, name, isFlag: FLAG_COLUMNS.has(name), codec: CODECS.get(name) };
    });
    const rows = result.rows.map((row) => this.#read(row, columns));
    return { ...result, rows: rows.filter((row) => row !== undefined) };
  }

  /** Undefined for a row that is left out. */
  #read(stored: UnknownRow, columns: readonly Column[]): UnknownRow | undefined {
    const row: UnknownRow = {};
    const texts: Column[] = [];
    for (const column of columns) {
      const value = stored[column.stored];
      row[column.name] = column.isFlag && typeof value === 'number' ? value === 1 : value;
      if (column.codec && typeof value === 'string') texts.push(column);
    }
    // Last, so that an error can name the row.
    for (const { name, codec } of texts) {
      if (!codec) continue;
      try {
        row[name] = codec.schema.parse(JSON.parse(String(row[name])));
      } catch (cause) {
        const error = this.#damaged(row, codec.table, name, cause);
        if (!SELF_STANDING.has(codec.table)) throw error;
        if (!this.#told.has(error.message)) this.#onDamaged(error);
        this.#told.add(error.message);
        return undefined;
      }
    }
    return row;
  }

  #damaged(row: UnknownRow, table: string, column: string, cause: unknown): StorageError {
    const key = KEY_COLUMNS.flatMap((name) => (row[name] === undefined ? [] : [`${name} ${row[name]}`]));
    const detail = `table ${this.snakeCase(table)}, ${this.snakeCase(column)} of ${key.join(', ') || 'a row'}`;
    return new StorageError('damaged-row', this.#file, { detail, cause });
  }
}
