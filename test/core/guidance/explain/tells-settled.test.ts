import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const guidance = loadGuidance();
const explain = (text: string) => explainText(text, guidance);

const SETTLED = 'It works again, says the text';

describe('good news', () => {
  it.each([
    'The consent was missing for one customer, I gave it again and it works now.',
    'Somebody had changed the settings of the app. We put them back, all customers sync since.',
    'We took the account out of the policy and everything is back to normal, thanks!',
    'Das Kennwort des Dienstkontos war abgelaufen, jetzt läuft wieder alles',
    "Le jeton était expiré, c'est réglé.",
    'De toestemming is opnieuw gegeven, het werkt weer',
    'El secreto había caducado, ya funciona',
  ])('names no cause for what is over: %s', (text) => {
    expect(explain(text)).toMatchObject({
      cause: 'unknown',
      title: SETTLED,
      alternatives: [],
      owner: 'unknown',
      confidence: 'none',
    });
  });

  it.each([
    'Exchange works again but the mailboxes of one customer are empty',
    'It works again, except that the tenant list is empty',
    'The token is not working again',
    'How do we get the refresh token working again? It was revoked.',
    'Each time I renew the consent it works again',
    'It works now and fails again tomorrow, the refresh token does not last',
    'Is the revoked token fixed now?',
  ])('is none where the story goes on, or only hopes for it: %s', (text) => {
    expect(explain(text).title).not.toBe(SETTLED);
  });

  it('gives way to a code and to a sentence', () => {
    expect(explain('AADSTS50076 for one customer, the others work again').cause).toBe('mfa.required');
  });
});
