import { describe, expect, it } from 'vitest';
import { CAUSE_IDS } from '../../../../src/core/model/causes/cause.ts';
import { customerWords } from '../../../../src/core/watch/reports/customer-words.ts';

/** What only concerns our own machine or portals: a customer is told that it is not known. */
const OURS = /^(?:report|portal|vault|tool|bot|foreign|internal|unknown)\b/;

describe('what a customer is told of a cause', () => {
  it('is said of every cause that can fail for a tenant, without our words', () => {
    const unknown = customerWords('unknown');
    for (const cause of CAUSE_IDS) {
      expect(customerWords(cause) === unknown, cause).toBe(OURS.test(cause));
      expect(customerWords(cause)).not.toMatch(/GDAP|SAM|AADSTS|partner|Samaritan/);
    }
  });
});
