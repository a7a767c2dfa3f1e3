import type { Block, Card } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import { countOf } from '../../model/text/format.ts';
import type { Examined } from './examination.ts';

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' } as const;
const WORDS = { pass: 'fine', warn: 'warning', fail: 'to be mended' } as const;

/** What the doctor found, each with its remedy. */
export function toDoctorCard(findings: readonly Examined[]): Card {
  const failed = findings.filter((finding) => finding.status === 'fail').length;
  const title = failed === 0 ? 'Samaritan is ready' : `${countOf(failed, 'thing')} must be mended first`;
  const blocks = findings.map(({ name, status, detail, remedy }): Block => {
    const lines = [plain(detail), ...(remedy === undefined ? [] : [plain(`→ ${remedy}`)])];
    return {
      kind: 'section',
      section: { tone: TONES[status], status: WORDS[status], title: plain(name), lines, actions: [] },
    };
  });
  const tone = failed === 0 ? 'good' : 'bad';
  return { tone, status: 'doctor', title: plain(title), blocks, actions: [], summary: title };
}
