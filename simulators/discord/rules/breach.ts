/** One rule of Discord's, or of ours, that a request broke. */
export interface Breach {
  /** Names the rule, for a test to look for. */
  readonly rule: string;
  /** Says what was wrong, with the numbers. */
  readonly reason: string;
  /** Discord's error code for it. */
  readonly code: number;
}

export const INVALID_FORM_BODY = 50035;

/** A breach that Discord answers with 50035 unless another code is named. */
export function breach(rule: string, reason: string, code = INVALID_FORM_BODY): Breach {
  return { rule, reason, code };
}
