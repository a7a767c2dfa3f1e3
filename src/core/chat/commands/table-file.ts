import { isGuid } from '../../model/tenants/tenant-id.ts';
import { toKeptText } from '../../model/text/cut-secrets.ts';
import { countOf } from '../../model/text/format.ts';
import type { GivenFile } from '../calls/chat-request.ts';
import type { WatchCommandParts } from '../calls/watch-parts.ts';

const MOST_FILE_BYTES = 4_000_000;
const MOST_PROBLEMS = 10;

/** Rows of a table about tenants, each with the tags or the client beside it; or what is wrong, a sentence for each row. */
export async function readTenantTable(
  { runs, tagFiles }: Pick<WatchCommandParts, 'runs' | 'tagFiles'>,
  connection: string,
  file: GivenFile,
  column: 'tags' | 'client',
  problemsOf: (values: readonly string[]) => string[],
): Promise<{ rows: { tenantId: string; values: readonly string[] }[] } | { problems: string[] }> {
  if (file.sizeBytes > MOST_FILE_BYTES) return { problems: ['The file is larger than 4 MB. Cut it into several.'] };
  let text: string;
  try {
    text = await file.readText();
  } catch (error) {
    return { problems: [`The file could not be read: ${error instanceof Error ? error.message : 'unknown error'}`] };
  }
  const read = (await tagFiles()).parse(text, column);
  if ('problem' in read) return { problems: [read.problem] };
  const idOf = await knownIds(runs, connection);
  const problems: string[] = [];
  const rows = read.flatMap(({ line, tenant, tags: values }) => {
    const tenantId = idOf(tenant);
    const unseen = `no sweep has seen a tenant “${toKeptText(tenant, { maxLength: 80 })}”. Name it by its id or default domain.`;
    const wrong = tenantId === undefined ? [unseen] : problemsOf(values);
    problems.push(...wrong.map((one) => `Line ${line}: ${one}`));
    return tenantId === undefined ? [] : [{ tenantId, values }];
  });
  if (problems.length === 0) return { rows };
  const more = problems.length - MOST_PROBLEMS;
  const rest = more > 0 ? [`${countOf(more, 'other line')} like these.`] : [];
  return { problems: ['Nothing was changed.', ...problems.slice(0, MOST_PROBLEMS), ...rest] };
}

/** Ids of tenants by their id or default domain, whatever its case. An id is taken before any sweep has seen the tenant: a domain could be anybody's. */
async function knownIds(
  runs: WatchCommandParts['runs'],
  connection: string,
): Promise<(name: string) => string | undefined> {
  const ids = new Map<string, string>();
  for (const { tenantId, defaultDomainName } of (await runs.fleet(connection)).tenants) {
    if (defaultDomainName !== null) ids.set(defaultDomainName.toLowerCase(), tenantId);
    ids.set(tenantId.toLowerCase(), tenantId);
  }
  return (name) => ids.get(name.toLowerCase()) ?? (isGuid(name) ? name.toLowerCase() : undefined);
}
