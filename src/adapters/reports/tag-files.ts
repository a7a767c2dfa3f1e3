import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { TagFiles } from '../../core/model/tenants/tag-file.ts';
import { toKeptText } from '../../core/model/text/cut-secrets.ts';
import { toCsvCell } from './csv-cell.ts';

const COLUMNS = ['tenantId', 'domain', 'name', 'tags'] as const;
/** The columns that name a tenant, the surest first. */
const TENANT_COLUMNS = ['tenantid', 'id', 'tenant', 'domain'];
const WANTED = {
  tags: 'It needs a first row with the columns tenantId or domain, and tags; the tags of a row stand with blanks between them.',
  client: 'It needs a first row with the columns tenantId or domain, and client.',
};

interface Row {
  line: number;
  cells: readonly string[];
}

/** Tags as comma-separated values: a row for each tenant. Also reads what a spreadsheet writes with semicolons or tabs. */
export const tagFiles: TagFiles = {
  parse: (text, column = 'tags') => {
    const wanted = WANTED[column];
    const read = readRows(text, wanted);
    if ('problem' in read) return read;
    const [head, ...rows] = read;
    const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
    const tenantAt = TENANT_COLUMNS.map((name) => names.indexOf(name)).filter((index) => index >= 0);
    const tagsAt = names.findIndex((name) => name === column || `${name}s` === column);
    if (tenantAt.length === 0 || tagsAt < 0) return { problem: `The file has no such columns. ${wanted}` };
    return rows.map(({ line, cells }) => ({
      line,
      tenant: tenantAt.map((index) => cells[index]?.trim() ?? '').find((cell) => cell !== '') ?? '',
      tags: (cells[tagsAt] ?? '').split(/[\s,;]+/).filter((tag) => tag !== ''),
    }));
  },
  render: (entries) =>
    stringify(
      entries.map(({ tags, ...entry }) => ({ ...entry, tags: tags.join(' ') })),
      { bom: true, header: true, columns: [...COLUMNS], record_delimiter: 'windows', cast: { string: toCsvCell } },
    ),
};

function readRows(text: string, wanted: string): Row[] | { problem: string } {
  const [first = ''] = text.split('\n', 1);
  const delimiter = [',', ';', '\t'].find((one) => first.includes(one)) ?? ',';
  const rows: Row[] = [];
  try {
    parse(text, {
      ...{ bom: true, skip_empty_lines: true, relax_column_count: true, delimiter },
      onRecord: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problem: `The file is no table: ${toKeptText(error.message, { maxLength: 160 })}. ${wanted}` };
  }
}
