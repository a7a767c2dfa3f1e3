import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import table from '../../../../src/core/model/causes/aadsts.json' with { type: 'json' };
import { aadstsEntry, aadstsVerdict } from '../../../../src/core/model/causes/aadsts.ts';

const guidance = loadGuidance();
const IDS =
  'Trace ID: 0a1b2c3d-1111-4222-8333-aaaabbbbcc00 Correlation ID: 5e6f7a8b-2222-4333-9444-ddddeeeeff11 Timestamp: 2026-07-02 19:39:53Z';

describe('every code of the table', () => {
  it('is explained as the checks classify it, in each of its usual sentences', () => {
    for (const code of table.map((entry) => Number(entry.code.slice('AADSTS'.length)))) {
      const verdict = aadstsVerdict(code);
      const meaning = aadstsEntry(code)?.meaning ?? '';
      const sentences = [
        `AADSTS${code}: ${meaning} ${IDS}`,
        `Failed to connect to Exchange: AADSTS${code}: ${meaning}`,
        JSON.stringify({
          error: 'invalid_grant',
          error_description: `AADSTS${code}: ${meaning}\r\n${IDS}`,
          error_codes: [code],
        }),
        `invalid_grant: Error(s): ${code} - Timestamp: 2026-07-02 19:39:53Z - Description: AADSTS${code}: ${meaning} ${IDS}`,
        `AADSTS${code}`,
        String(code),
      ];
      for (const text of sentences) {
        const explanation = explainText(text, guidance);
        expect(explanation.codes, text).toEqual([`AADSTS${code}`]);
        expect(explanation, text).toMatchObject({ recognized: true, cause: verdict?.cause });
        // What the table calls likely is never made certain by its wording.
        if (verdict?.confidence !== 'exact') expect(explanation.confidence, text).toBe('likely');
      }
    }
  });

  it('of an app that is set up wrongly begins with a step of its own', () => {
    const usual = guidance.library.forCause('app.misconfigured').steps[0];
    const codes = table
      .map((entry) => Number(entry.code.slice('AADSTS'.length)))
      .filter((code) => aadstsVerdict(code)?.cause === 'app.misconfigured');
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !guidance.knowledge.codes.has(code))).toEqual([]);
    expect(codes.filter((code) => explainText(`AADSTS${code}`, guidance).steps[0] === usual)).toEqual([]);
  });
});
