import type { CauseView, ReportView } from '../../core/diagnosis/report/view.ts';
import type { TenantRef } from '../../core/model/tenants/tenant.ts';
import { andMore, countOf } from '../../core/model/text/format.ts';
import { markdownToText } from './plain-markdown.ts';
import type { RenderOptions } from './style.ts';
import { leftAndRight, wrapIndented } from './wrap.ts';

/** Tenants named under a cause before the rest is counted. */
const NAMED_TENANTS = 8;
/** Causes shown with their steps before the rest gets a line each. */
const FULL_CAUSES = 8;

/** The report as text: verdict first, then causes with their tenants and first steps, then how to see more. */
export function renderReport(view: ReportView, options: RenderOptions): string {
  const { style, width, prefix } = options;
  const lines: string[] = [];
  const verdict = `${style.sign(view.tone)} ${style.bold(view.verdict)}`;
  lines.push(...leftAndRight(verdict, style.dim(view.took), width));
  if (view.counts) lines.push(`  ${view.counts}`);
  for (const [index, change] of view.changes.entries())
    lines.push(...wrapIndented(change, width, index === 0 ? '  ' : '    '));
  for (const note of view.notes) lines.push(...wrapIndented(note, width, `  ${style.sign('warn')} `));
  for (const cause of view.causes.slice(0, FULL_CAUSES)) lines.push('', ...renderCause(cause, options));
  const rest = view.causes.slice(FULL_CAUSES);
  if (rest.length > 0) lines.push('', style.bold(`And ${countOf(rest.length, 'more cause')}:`));
  for (const cause of rest) lines.push(...renderBriefly(cause, options));
  lines.push('', ...wrapIndented(style.dim(view.footer), width, ''));
  if (view.causes.length > 0) {
    const about = view.connection === 'default' ? '' : ` --connection ${view.connection}`;
    const more = `More: ${prefix}testtokens${about} --json or --format html --output report.html shows every check with its evidence; --tenant <name> tests one tenant again.`;
    lines.push(...wrapIndented(style.dim(more), width, ''));
  }
  return `${lines.join('\n')}\n`;
}

function renderCause(cause: CauseView, { style, width, prefix }: RenderOptions): string[] {
  const head = `${style.sign(cause.tone)} ${style.bold(cause.title)}`;
  const lines = leftAndRight(head, asideOf(cause), width);
  const codes = cause.codes.length > 0 ? ` (${cause.codes.join(', ')})` : '';
  lines.push(...wrapIndented(`${cause.meaning}${codes}`, width, '  '));
  if (cause.said !== undefined) lines.push(...wrapIndented(`It said: “${cause.said}”`, width, '  '));
  if (cause.tenants.length > 0) lines.push(...wrapIndented(namesOf(cause.tenants), width, '  '));
  for (const [index, step] of cause.firstSteps.entries()) {
    const { text, links } = markdownToText(step, prefix);
    lines.push(...wrapIndented(text, width, `  ${index + 1}. `), ...links.map((link) => style.dim(`     ${link}`)));
  }
  lines.push(style.dim(`  All steps: ${prefix}troubleshoot ${cause.article}`));
  return lines;
}

function asideOf({ whose, extent, certainty }: CauseView): string {
  return [whose, extent, ...(certainty === '' ? [] : [certainty])].join(' · ');
}

function renderBriefly(cause: CauseView, { style, width, prefix }: RenderOptions): string[] {
  const head = leftAndRight(`${style.sign(cause.tone)} ${cause.title}`, asideOf(cause), width);
  const names = cause.tenants.length > 0 ? `${namesOf(cause.tenants)} · ` : '';
  return [...head, ...wrapIndented(style.dim(`${names}${prefix}troubleshoot ${cause.article}`), width, '  ')];
}

function namesOf(tenants: readonly TenantRef[]): string {
  const shown = tenants.slice(0, NAMED_TENANTS).map((tenant) => {
    const where = tenant.domain ?? tenant.tenantId;
    return tenant.label === where ? where : `${tenant.label} (${where})`;
  });
  return shown.join(', ') + andMore(tenants.length - shown.length);
}
