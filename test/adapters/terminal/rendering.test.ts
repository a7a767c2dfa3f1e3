import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { markdownToText } from '../../../src/adapters/terminal/plain-markdown.ts';
import { createProgressDisplay } from '../../../src/adapters/terminal/progress-display.ts';
import { renderCard } from '../../../src/adapters/terminal/render-card.ts';
import { renderReport } from '../../../src/adapters/terminal/render-report.ts';
import { createStyle } from '../../../src/adapters/terminal/style.ts';
import { leftAndRight, wrapIndented } from '../../../src/adapters/terminal/wrap.ts';
import { toDoctorCard } from '../../../src/core/diagnosis/doctor/examination.ts';
import { toReportView } from '../../../src/core/diagnosis/report/view.ts';
import { failing, library, type ReportChoices, report, working } from '../../core/fixtures.ts';

const style = createStyle(false);
const text = (choices: ReportChoices, width = 100, color = false): string =>
  renderReport(toReportView(report(choices), { library, formatTime: String }), {
    style: createStyle(color),
    width,
    prefix: 'samaritan ',
  });

describe('renderReport', () => {
  it('puts the verdict first, then causes with whose they are, names, steps and where to read on', () => {
    const lines = text({
      tenants: [failing(1, 'mfa.required', { evidence: { code: 'AADSTS50076' } }), working(2)],
    }).split('\n');
    expect(lines[0]).toMatch(/^✗ 1 of 2 tenants fails · our own tokens are fine +41 s$/);
    const all = lines.join('\n');
    for (const word of [
      'theirs · 1 tenant',
      '(AADSTS50076)',
      'Tenant 1 (tenant1.example)',
      '1. First, for',
      '2. Second',
      'samaritan troubleshoot mfa-required',
    ])
      expect(all).toContain(word);
    expect(all).not.toContain('Third');
  });

  it('names eight tenants and counts the rest', () => {
    const many = Array.from({ length: 12 }, (_, index) => failing(index + 1, 'mfa.required'));
    const flat = text({ tenants: many }).replace(/\s+/g, ' ');
    expect(flat).toContain('Tenant 8 (tenant8.example) and 4 more');
    expect(flat).not.toContain('Tenant 9 ');
  });

  it('keeps within the width', () => {
    const tenants = [{ ...failing(1, 'mfa.required'), displayName: '日本'.repeat(40) }];
    for (const line of text({ tenants }, 60).split('\n')) expect([...line].length, line).toBeLessThanOrEqual(60);
  });

  it('writes no control character of a name, and colours only where wanted', () => {
    const tenants = [{ ...failing(1, 'mfa.required'), displayName: 'a\u001B]8;;http://evil.example\u0007b' }];
    expect(text({ tenants })).not.toMatch(/[\p{Cc}--\n]/v);
    expect(text({ tenants }, 100, true)).toContain('\u001B[1m');
  });
});

describe('the doctor’s card', () => {
  it('counts what must be mended and shows each remedy', () => {
    const findings = [
      { name: 'One', status: 'pass', detail: 'fine' },
      { name: 'Two', status: 'fail', detail: 'broken', remedy: 'Mend it.' },
    ] as const;
    const show = (shown: Parameters<typeof toDoctorCard>[0]): string =>
      renderCard(toDoctorCard(shown), { style, width: 80, prefix: '', formatTime: String });
    expect(show(findings)).toMatch(
      /✗ 1 thing must be mended first\n\n✓ One · fine\n {2}fine\n\n✗ Two · to be mended\n {2}broken\n {2}→ Mend it\.\n/,
    );
    expect(show(findings.slice(0, 1))).toMatch(/^✓ Samaritan is ready/);
  });
});

describe('createProgressDisplay', () => {
  it('writes plain lines no oftener than every two seconds, its title once', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.WriteStream & PassThrough;
    let now = 0;
    const display = createProgressDisplay(stream, () => now);
    const at = { connection: 'default', phase: 'tenants', total: 9, failing: 0, throttled: 0, elapsedMs: 0 } as const;
    for (const [time, done] of [
      [0, 1],
      [1999, 2],
      [2000, 3],
      [3000, 4],
      [4000, 5],
    ] as const) {
      now = time;
      display.show({ ...at, done });
    }
    display.stop();
    const lines = String(stream.read()).trim().split('\n');
    expect(lines.map((line) => line.slice(0, 6))).toEqual(['Testin', '1 of 9', '3 of 9', '5 of 9']);
  });
});

describe('toPlainText', () => {
  it('takes marks away and puts addresses apart', () => {
    expect(markdownToText('Open **[the centre](https://a.example/x_y)**, *then* `run` 2 * 3 * 4', '')).toEqual({
      text: 'Open the centre, then run 2 * 3 * 4',
      links: ['https://a.example/x_y'],
    });
  });

  it('names commands as they can be run here', () => {
    const { text } = markdownToText('Run `samaritan testtokens`, then samaritan', 'npm run samaritan -- ');
    expect(text).toBe('Run npm run samaritan -- testtokens, then samaritan');
  });
});

describe('wrapping', () => {
  it('indents later lines under the first', () => {
    expect(wrapIndented('one two three four five six', 24, '1. ')).toEqual(['1. one two three four', '   five six']);
    expect(wrapIndented('x'.repeat(50), 24, '').every((line) => line.length <= 24)).toBe(true);
  });

  it('puts two texts on one line where they fit, else on two', () => {
    expect(leftAndRight('ab', 'cd', 10)).toEqual(['ab      cd']);
    expect(leftAndRight('abcdef', 'cdef', 11)).toHaveLength(2);
  });
});
