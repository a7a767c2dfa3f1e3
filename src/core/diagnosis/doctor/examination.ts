/** One question about Samaritan's own health. */
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

export interface Examined extends ExaminationFinding {
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
