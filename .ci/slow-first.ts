import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest. Where vitest has measured none yet, it begins with the largest, and these would come late. */
const SLOW =
  /playground|canary|command-line|kills|process\/tokens|\/start\.test|\/restart\.test|linear-time|killed|bot\/explain/;

/** The order of vitest, but slow files come first in their project, so that no worker idles beside the last one. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = Map.groupBy(sorted, ({ project }) => project);
    return [...projects.values()].flatMap((ofOne) => [
      ...ofOne.filter(({ moduleId }) => SLOW.test(moduleId)),
      ...ofOne.filter(({ moduleId }) => !SLOW.test(moduleId)),
    ]);
  }
}
