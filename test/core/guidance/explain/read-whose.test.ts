import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationView } from '../../../../src/core/guidance/explain/explanation-view.ts';

const guidance = loadGuidance();

describe('a text that says whose it is', () => {
  it.each([
    ['Since we turned on “require compliant device” for admins, the token does not work: AADSTS53003', 'partner'],
    ['AADSTS53003, blocked by our own policy', 'partner'],
    ['every single client shows AADSTS53003 since Monday', 'partner'],
    ['AADSTS53003 at one of our clients', 'customer'],
    ['AADSTS50076 on three tenants after their consultant set up policies', 'customer'],
    ['we enabled a policy in one client’s tenant: AADSTS53003', 'customer', 'who says both is taken as ever'],
    ['AADSTS53003', 'customer', 'who says nothing is taken as ever'],
    ['AADSTS50076', 'partner', 'we look first at what may be either side’s'],
    ['multi-factor authentication is required', 'partner', 'words as well as numbers'],
    ['every tenant shows AADSTS7000222', 'partner', 'what is one side’s stays theirs'],
    ['one client shows AADSTS7000222', 'partner', 'what is one side’s stays theirs'],
  ])('%s: %s', (text, owner, _why = '') => {
    expect(explainText(text, guidance).owner).toBe(owner);
  });

  it.each([
    ['AADSTS50076', true],
    ['multi-factor authentication is required', true],
    ['every tenant shows AADSTS50076', undefined],
    ['AADSTS50076 at one client', undefined],
    ['AADSTS7000222', undefined],
    ['AADSTS53003', undefined],
  ])('and where it does not, whether that decides: %s', (text, depends) => {
    const explanation = explainText(text, guidance);
    expect(explanation.ownerDepends).toBe(depends);
    expect(toExplanationView(explanation).meaning.includes('where nearly all tenants show it')).toBe(depends ?? false);
  });

  it('begins with that side’s step', () => {
    const first = (text: string): string | undefined => explainText(text, guidance).steps[0];
    expect(first('AADSTS53003, blocked by our own policy')).toContain('in your own tenant');
    expect(first('AADSTS50076')).toContain('connections renew');
    expect(first('AADSTS50076 at one client')).toContain('partner.mfa');
    expect(first('AADSTS53003 at one client')).toContain('in the customer’s tenant'.replace('’', "'"));
  });

  it.each([
    ['AADSTS700016 at one customer, the others are fine', 'Enterprise apps', 'compare `SAM_'],
    ['AADSTS700016 bei einem Kunden', 'Enterprise apps', 'compare `SAM_'],
    ['every client shows AADSTS700016', 'Compare `SAM_', 'Enterprise apps in'],
  ])('and with the step for so many tenants: %s', (text, there, never) => {
    const steps = explainText(text, guidance).steps.join('\n');
    expect(steps).toContain(there);
    expect(steps).not.toContain(never);
  });

  it.each([
    ['Nothing works since Monday.', 'Run `samaritan testtokens` first'],
    ['No luck with this for every single client', 'Run `samaritan testtokens` first'],
    ['Their admin says that nothing works.', 'Explain the complete error'],
  ])('and with our own connection where it is met everywhere and nothing is clear: %s', (text, first) => {
    const { cause, steps } = explainText(text, { ...guidance, search: { search: () => [] } });
    expect([cause, steps[0]?.startsWith(first)]).toEqual(['unknown', true]);
    expect(steps.filter((step) => step.includes('`samaritan testtokens`'))).toHaveLength(1);
  });
});
