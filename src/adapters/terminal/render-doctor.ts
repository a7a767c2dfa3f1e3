import type { Examined } from '../../core/diagnosis/doctor/examination.ts';
import { countOf } from '../../core/model/text/format.ts';
import type { RenderOptions } from './render-report.ts';
import { wrapIndented } from './wrap.ts';

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' } as const;

/** What the doctor found, one line each with its remedy under it. */
export function renderDoctor(findings: readonly Examined[], { style, width }: RenderOptions): string {
  const failed = findings.filter((finding) => finding.status === 'fail').length;
  const verdict = failed === 0 ? 'Samaritan is ready' : `${countOf(failed, 'thing')} must be mended first`;
  const lines = [`${style.sign(failed === 0 ? 'good' : 'bad')} ${style.bold(verdict)}`, ''];
  for (const { name, status, detail, remedy } of findings) {
    lines.push(...wrapIndented(`${style.bold(name)}: ${detail}`, width, `  ${style.sign(TONES[status])} `));
    if (remedy) lines.push(...wrapIndented(remedy, width, '    → '));
  }
  return `${lines.join('\n')}\n`;
}
