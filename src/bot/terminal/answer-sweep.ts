import { createProgressDisplay, type ProgressDisplay } from '../../adapters/terminal/progress-display.ts';
import { cardContext } from '../../core/chat/calls/chat-parts.ts';
import type { SweepAnswer } from '../../core/chat/calls/command.ts';
import { exitCodeOf } from '../../core/diagnosis/report/exit-code.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import type { SweepOutcome } from '../../core/diagnosis/sweep/sweep-parts.ts';
import type { Ambiguity } from '../../core/model/tenants/select-tenants.ts';
import { toSafeText } from '../../core/model/text/format.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import type { Runtime } from '../runtime/create-runtime.ts';
import { type Choosing, chooseByNumber } from './choose-by-number.ts';
import { failUsage } from './fail-usage.ts';
import { localPerson } from './local-person.ts';
import { type OutputChoice, writeOutput, writePieces } from './output.ts';
import { printCard } from './print-answer.ts';
import { renderReportAs } from './render-report-as.ts';

export interface RunSweepOptions {
  runtime: Runtime;
  output: Extract<OutputChoice, { ok: true }>;
  io: ProcessIo;
  /** Stands before a command's name where it is shown. */
  prefix: string;
  /** What was shown already, where something was. */
  progress?: ProgressDisplay | undefined;
}

/** Sweeps with progress on standard error, prints the report or what comes of it, and gives the exit code. */
export async function answerSweep(answer: SweepAnswer, options: RunSweepOptions): Promise<number> {
  let unlimit: (() => void) | undefined;
  const onTested = (): void => {
    unlimit ??= options.io.limitMemory('command');
  };
  return await sweepAndPrint(answer, { ...options, onTested }).finally(() => unlimit?.());
}

interface Sweeping extends RunSweepOptions {
  /** Called once a tenant is tested, and what tests tenants is loaded. */
  onTested: () => void;
}

async function sweepAndPrint(
  { order, toResult }: SweepAnswer,
  { runtime, output, io, prefix, progress, onTested }: Sweeping,
): Promise<number> {
  const render = (report: Report): Promise<Iterable<string>> =>
    renderReportAs(output.format, report, {
      ...cardContext(runtime.parts, order.connection),
      color: output.file === undefined && colorWanted(io.stdout, io.env),
      width: columnsOf(io.stdout),
      prefix,
    });
  // The answer of a program is one. To a person what is known is told before what Microsoft asks to wait for.
  const told = output.format === 'text' && output.file === undefined && io.stdout.isTTY === true && !toResult;
  const asked = told ? order : { ...order, patienceMs: 0 };
  const sayKnown = async (report: Report): Promise<void> => {
    io.stdout.write(`${[...(await render(report))].join('')}\n`);
  };
  const sweeping = { desk: runtime.desk, io, sayKnown, onTested };
  let outcome = await sweep(asked, sweeping, progress);
  if (outcome.kind === 'usage' && outcome.ambiguous?.length) {
    const tenants = await chooseTenants(order.tenants, outcome.ambiguous, { io, json: output.format === 'json' });
    if (tenants) outcome = await sweep({ ...asked, tenants }, sweeping);
  }
  if (outcome.kind === 'usage') return failUsage(outcome.problems, output.format === 'json', io);
  const { report, keptProblem } = outcome;
  if (keptProblem !== undefined) {
    const reason = keptProblem instanceof Error ? keptProblem.message : String(keptProblem);
    io.stderr.write(`This run could not be kept: ${reason}\n`);
  }
  if (toResult && output.format === 'text') printCard(await toResult(report), io, prefix);
  else {
    const pieces = await render(report);
    if (output.file === undefined) await writePieces(io.stdout, pieces);
    else {
      const unwritten = writeOutput(output.file, pieces);
      if (unwritten !== undefined) return failUsage([unwritten], output.format === 'json', io);
      io.stderr.write(`The report is in ${output.file}.\n`);
    }
  }
  return exitCodeOf(report);
}

/** The names with the ids of the tenants that the person at the terminal meant; undefined where one stays open. */
async function chooseTenants(
  names: readonly string[],
  ambiguous: readonly Ambiguity[],
  asking: Choosing,
): Promise<string[] | undefined> {
  const meant = new Map<string, string>();
  for (const { name, tenants } of ambiguous) {
    const labels = tenants.map(({ label }) => label);
    const index = await chooseByNumber(`“${toSafeText(name, { maxLength: 80 })}” fits:`, labels, asking);
    const chosen = index === undefined ? undefined : tenants[index];
    if (!chosen) return undefined;
    meant.set(name, chosen.tenantId);
  }
  return names.map((name) => meant.get(name) ?? name);
}

async function sweep(
  order: SweepAnswer['order'],
  {
    desk,
    io,
    sayKnown,
    onTested,
  }: Pick<Runtime, 'desk'> & Pick<Sweeping, 'io' | 'onTested'> & { sayKnown: (report: Report) => Promise<void> },
  progress: ProgressDisplay = createProgressDisplay(io.stderr, () => performance.now()),
): Promise<SweepOutcome> {
  const started = desk.start({ ...order, by: localPerson().name, workspaceId: null });
  if (started.kind === 'refused') throw new Error(`the sweep was refused: ${started.why}`);
  const { sweep } = started;
  progress.show(sweep.progress());
  const unwatch = sweep.watch((at) => {
    progress.show(at);
    if (at.done > 0) onTested();
  });
  io.signal.addEventListener('abort', sweep.cancel, { once: true });
  if (io.signal.aborted) sweep.cancel();
  try {
    let outcome = await sweep.done.finally(() => {
      unwatch();
      progress.stop();
    });
    while (outcome.kind === 'report' && outcome.rest) {
      await sayKnown(outcome.report);
      outcome = await outcome.rest;
    }
    return outcome;
  } finally {
    io.signal.removeEventListener('abort', sweep.cancel);
  }
}
