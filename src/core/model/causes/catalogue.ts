import type { CauseDefinition } from './catalogue/cause-definition.ts';
import { OTHER_CAUSES } from './catalogue/other-causes.ts';
import { SERVICE_CAUSES } from './catalogue/service-causes.ts';
import { SIGN_IN_CAUSES } from './catalogue/sign-in-causes.ts';

export type { CauseDefinition } from './catalogue/cause-definition.ts';

/**
 * The vocabulary of verdicts. An id is a contract with reports, articles and other programs: add one when none fits,
 * never rename one. Every id has an article in docs/articles; a test holds the two together.
 */
export const CAUSES = {
  ...SIGN_IN_CAUSES,
  ...SERVICE_CAUSES,
  ...OTHER_CAUSES,
} as const satisfies Record<string, CauseDefinition>;
