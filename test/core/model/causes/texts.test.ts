import { describe, expect, it } from 'vitest';
import { isCauseId } from '../../../../src/core/model/causes/cause.ts';
import { matchText, TEXT_RULES } from '../../../../src/core/model/causes/texts.ts';
import { cpuTimeOf } from '../../../processes/cpu-time.ts';

describe('matchText', () => {
  it.each([
    ['Connecting to https://ps.outlook.com/powershell failed', 'exchange.legacy-powershell'],
    ['https://outlook.office365.com/powershell-liveid?BasicAuthToOAuthConversion=true', 'exchange.legacy-powershell'],
    ['The WinRM client cannot process the request. Basic authentication is disabled', 'exchange.legacy-powershell'],
    ['Neither tenant is B2C or tenant doesn’t have premium license', 'license.premium-required'],
    ['[RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.', 'exchange.access-policy'],
    ['CompactToken parsing failed with error code: 80049217', 'graph.refused'],
  ])('reads “%s”', (text, cause) => expect(matchText(text)?.cause).toBe(cause));

  it('knows nothing of other words', () => expect(matchText('All is well with the basic plan')).toBeUndefined());

  it('wants every fragment of a rule', () => expect(matchText('WinRM cannot process the request')).toBeUndefined());

  it('is quick with a text of megabytes', () => {
    const text = "isn't supported in this scenari".repeat(100_000);
    expect(cpuTimeOf(() => expect(matchText(text)).toBeUndefined())).toBeLessThan(1500);
  });
});

describe('the known wordings', () => {
  it('each lead to a cause, and no earlier one hides them', () => {
    for (const rule of TEXT_RULES) {
      expect(isCauseId(rule.cause)).toBe(true);
      expect(matchText(rule.all.join(' '))?.cause, rule.all.join(' ')).toBe(rule.cause);
    }
  });
});
