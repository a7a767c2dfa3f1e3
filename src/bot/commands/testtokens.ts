import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { exitCodeOf } from '../../core/diagnosis/report/exit-code.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { toTenantGroup } from '../../core/model/checks/check.ts';
import { isGuid } from '../../core/model/tenants/tenant-id.ts';
import type { Config } from '../config/config.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { failUsage } from './fail-usage.ts';
import { chooseOutput, type OutputChoice, writeOutput } from './output.ts';
import { renderReportAs } from './render.ts';
import { sweepOnce } from './sweep-once.ts';

/** `samaritan testtokens`: tests the partner connection and the tenants, prints the report and keeps the run. */
export async function runTestTokens(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true || values.format === 'json';
  const output = chooseOutput(values);
  if (!output.ok) return failUsage([output.problem], json, io);
  const swept = await sweepOnce(
    {
      command: 'testtokens',
      tenants: (values.tenant as string[] | undefined) ?? [],
      only: toTenantGroup(values.only as string | undefined),
      concurrency: values.concurrency as number | undefined,
      connection: values.connection as string | undefined,
      json: output.format === 'json',
    },
    io,
  );
  return swept.kind === 'ended' ? swept.exitCode : await print(swept.report, output, io, swept.config);
}

async function print(
  report: Report,
  output: Extract<OutputChoice, { ok: true }>,
  io: ProcessIo,
  config: Config,
): Promise<number> {
  const applicationId = config.credentials.applicationId?.trim() ?? '';
  const text = await renderReportAs(output.format, report, {
    library: loadArticles(),
    color: output.file === undefined && colorWanted(io.stdout, io.env),
    width: columnsOf(io.stdout),
    ...(isGuid(applicationId) ? { applicationId } : {}),
  });
  if (output.file === undefined) io.stdout.write(text);
  else {
    writeOutput(output.file, text);
    io.stderr.write(`The report is in ${output.file}.\n`);
  }
  return exitCodeOf(report);
}
