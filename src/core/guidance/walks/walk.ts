import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Situation } from '../articles/condition.ts';

export const STEP_ANSWERS = ['done', 'no-help'] as const;
export type StepAnswer = (typeof STEP_ANSWERS)[number];

/** An article being walked, one step after the other. The step it is at is the number of its answers. */
export interface Walk {
  id: string;
  /** `placeKey` of where it is walked: whoever may act there may go on with it. */
  place: string;
  articleId: string;
  connection: string | null;
  /** Whom it is about, where that is one tenant. */
  tenant: Tenant | null;
  /** Of its beginning: steps that do not apply then are no steps of it. */
  situation: Situation;
  answers: readonly StepAnswer[];
  startedBy: string;
  startedAt: number;
  movedBy: string;
  movedAt: number;
  /** A check has shown that what it is about is mended. */
  mended: boolean;
}

/** Keeps walks, so that they survive a restart and a colleague can take one over. */
export interface WalkStore {
  begin(walk: Walk): Promise<void>;
  read(id: string): Promise<Walk | undefined>;
  /** The one that was moved last at a place and is not mended. */
  newest(place: string): Promise<Walk | undefined>;
  /** Keeps the walk if it is still at step `from`. False where somebody else has moved it meanwhile. */
  move(walk: Walk, from: number): Promise<boolean>;
}
