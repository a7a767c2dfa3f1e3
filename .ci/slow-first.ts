import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest. Where vitest has measured none yet, it begins with the largest, and these would come late. */
const SLOW =
  /playground|canary|command-line|kills|process\/tokens|starts?\.test|\/restart\.test|linear-time|killed|bot\/explain|few-descriptors|batch-faults|instance-lock|rights-by-tag|field-texts|tenant-faults|setup\.test|runs\/size|same-as-memory|random-sequences|secret-grammar/;

/**
 * The order of vitest, but projects in the order of the configuration, and in each the slow files first, so that no worker
 * idles beside the last one.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const ofProjects = this.ctx.projects.map((one) => sorted.filter(({ project }) => project === one));
    return ofProjects.flatMap((ofOne) => [
      ...ofOne.filter(({ moduleId }) => SLOW.test(moduleId)),
      ...ofOne.filter(({ moduleId }) => !SLOW.test(moduleId)),
    ]);
  }
}
