import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { isElsewhere } from '../../../../src/core/guidance/explain/is-elsewhere.ts';
import { normalizeText } from '../../../../src/core/guidance/explain/normalize-text.ts';

const guidance = loadGuidance();
const { knowledge } = guidance;
const isOfAnother = (text: string) => isElsewhere(normalizeText(text), knowledge);

describe('a text about another product', () => {
  it.each([
    ['a name that is known', 'since the upgrade of our Zimbra nobody can log in, the password is refused'],
    ['a capital that begins no sentence', 'my admin rights in Quillbox are gone and the password is not accepted'],
    ['a capital within a word', 'we lost access to FooDesk, it says the login is invalid'],
    ['a version', 'after going from 7.0.6 to 7.0.8 the admin can no longer log in'],
    ['a name in Spanish', 'mi usuario de Quillbox no funciona desde ayer'],
  ])('is known by %s', (_, text) => {
    expect(isOfAnother(text)).toBe(true);
    expect(explainText(text, guidance)).toMatchObject({ cause: 'foreign.service', alternatives: [] });
  });

  it.each([
    ['somebody of Microsoft’s', 'since Monday our Quillbox gets no mail from Exchange'],
    ['a customer', 'one customer uses Quillbox and we cannot log in'],
    ['a word that others have as well, beside a name that nobody knows', 'our Quillbox needs a new certificate'],
    ['no name at all', 'my password is not accepted since yesterday'],
    ['only days and browsers', 'since Monday I cannot log in with Firefox'],
    ['a noun of German', 'seit gestern ist mein Konto gesperrt und das Kennwort falsch'],
    [
      'a noun of German beside a word that English has too',
      'unsere Anwendung wird blockiert, obwohl die IT sie schon freigab',
    ],
    ['a company at the beginning of the line', 'Northwind Traders: the password is not accepted, I tried it twice'],
    ['a company where it happens', 'the password is not accepted at Northwind Traders, I tried it twice'],
    ['a company by its legal form', 'we have Müller Bau GmbH on the line, the password is not accepted'],
    ['a program’s words', 'Get-Something: Quillbox is not recognized, try again when it is'],
    ['no person’s words', 'Quillbox Manager lacks the roles of the Product'],
  ])('is none with %s', (_, text) => {
    expect(isOfAnother(text)).toBe(false);
  });

  it('gives way to a code of Microsoft’s', () => {
    expect(explainText('my Zimbra 8.8.15 shows AADSTS50076', guidance).cause).toBe('mfa.required');
  });

  it('takes no word for one of Microsoft’s that only contains it', () => {
    expect(explainText('our centralita Yealink says wrong password since yesterday', guidance).cause).toBe(
      'foreign.service',
    );
  });
});
