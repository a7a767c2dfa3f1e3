import type { Block, Card } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import { countOf } from '../../model/text/format.ts';

export interface Examination {
  name: string;
  /** Never throws: a fault is a finding. */
  examine(): Promise<ExaminationFinding>;
}

export interface ExaminationFinding {
  status: 'pass' | 'warn' | 'fail';
  detail: string;
  /** What to do, where something is to be done. */
  remedy?: string;
}

interface Examined extends ExaminationFinding {
  name: string;
}

/** Runs every examination; one that throws has failed. */
export async function runExaminations(examinations: readonly Examination[]): Promise<Examined[]> {
  return await Promise.all(
    examinations.map(async ({ name, examine }): Promise<Examined> => {
      try {
        return { name, ...(await examine()) };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { name, status: 'fail', detail };
      }
    }),
  );
}

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' } as const;
const WORDS = { pass: 'fine', warn: 'warning', fail: 'to be mended' } as const;

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
