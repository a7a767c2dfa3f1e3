import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const guidance = loadGuidance();
const explain = (text: string) => explainText(text, guidance);

const NO_FAULT = 'A question or a wish, and no fault';

describe('a question or a wish', () => {
  it.each([
    'Does anyone know whether GDAP covers the Power BI administrator?',
    'May a customer have granular relationships with two partners at once?',
    'Is there a setting by which reports of Conditional Access are sent to each customer?',
    'We are new to delegated admin. Could somebody explain which security groups people usually make?',
    'It would be great if the list of tenants had a column for the licences of each.',
    'Please add an option that sends alerts about consent to more than one address.',
    'Brauchen wir für jeden Kunden eine eigene App-Registrierung?',
    'Est-il possible de donner un autre rôle à chaque technicien ?',
    'Is het mogelijk om per klant een andere groep te gebruiken?',
    'Czy można mieć osobną grupę dla każdego klienta?',
  ])('is told as one, without a cause: %s', (text) => {
    expect(explain(text)).toMatchObject({ cause: 'unknown', title: NO_FAULT, alternatives: [], owner: 'unknown' });
  });

  it('names what to read, and nothing where nothing is near', () => {
    const { steps, article } = explain('May a customer have granular relationships with two partners at once?');
    expect(steps[0]).toContain(`To read about what it names: \`${article}\``);
    expect(explain('Is there a way to knit left-handed?').article).toBe('unknown');
  });

  it.each([
    ['how do I get a new refresh token', 'guide-new-tokens'],
    ['how do I clear the token cache', 'guide-token-cache'],
    ['how much does the portal cost per month?', 'portal-cost'],
    ['how do I restrict who reaches the portal', 'portal-lock-down'],
  ])('gets the guide that answers it: %s', (text, article) => {
    expect(explain(text).article).toBe(article);
  });

  it.each([
    ['How do I fix this: AADSTS50076?', 'mfa.required'],
    [
      'Is it possible that the secret is wrong? AADSTS7000215: Invalid client secret provided.',
      'credential.secret-invalid',
    ],
    ['Can I ignore “The refresh token has expired due to inactivity”?', 'token.expired'],
    ['How do we allow this? Access has been blocked by Conditional Access policies.', 'access.conditional-access'],
  ])('that quotes an error is a fault all the same: %s', (text, cause) => {
    expect(explain(text).cause).toBe(cause);
  });

  it.each([
    'Is there a way to get the customers back? The list is empty since this morning.',
    'It would be great if the report worked, it times out for all tenants.',
    'How can I reach the tenant? Every call is denied.',
    'Gibt es eine Möglichkeit? Die Anmeldung funktioniert nicht.',
  ])('that tells what does not work is none: %s', (text) => {
    expect(explain(text).title).not.toBe(NO_FAULT);
  });
});
