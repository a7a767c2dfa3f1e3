import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GuidanceError } from './guidance-error.ts';
import { readYaml } from './read-yaml.ts';

/** One file, read once, and what its faults are told with. */
export class KnowledgeFile {
  readonly #name: string;
  readonly #content: unknown;

  constructor(name: string) {
    this.#name = name;
    try {
      const text = readFileSync(name, 'utf8');
      // Hundreds of long texts are read ten times as fast so.
      this.#content = name.endsWith('.json') ? JSON.parse(text) : readYaml(text);
    } catch (cause) {
      if (!(cause instanceof Error) || !/^(?:YAMLException|SyntaxError)$/.test(cause.name)) throw cause;
      throw new GuidanceError(`${name} cannot be read: ${cause.message}`, { cause });
    }
  }

  read<Content>(schema: z.ZodType<Content>): Content {
    return this.#check(() => '', this.#content, schema);
  }

  rows<Row>(list: string, schema: z.ZodType<Row>): Row[] {
    return this.#rows(list, this.read(z.object({ [list]: z.array(z.unknown()) }))[list] ?? [], schema);
  }

  /** The rows of a file that is nothing but rows. */
  list<Row>(called: string, schema: z.ZodType<Row>): Row[] {
    return this.#rows(called, this.read(z.array(z.unknown())), schema);
  }

  #rows<Row>(list: string, rows: readonly unknown[], schema: z.ZodType<Row>): Row[] {
    const all = z.array(schema).safeParse(rows);
    if (all.success) return all.data;
    // Row by row, for the fault is told with its row.
    return rows.map((row, index) =>
      this.#check(() => `, ${list}, row ${index + 1} (${JSON.stringify(row)})`, row, schema),
    );
  }

  #check<Content>(place: () => string, content: unknown, schema: z.ZodType<Content>): Content {
    const checked = schema.safeParse(content);
    if (checked.success) return checked.data;
    throw new GuidanceError(`${this.#name}${place()}: ${z.prettifyError(checked.error).replaceAll('\n', ' ')}`);
  }
}
