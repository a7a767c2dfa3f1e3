import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../../../src/core/guidance/explain/explanation-card.ts';

/** A log of several errors, and how a technician tells it. */
interface Log {
  name: string;
  /** By lines. */
  text: string[];
  /** Causes of which one has to be the answer. */
  root: string[];
  /** Cases that have to stand apart, with one of those they are met for. */
  own?: { cause: string; who: string }[];
  /** What has to be told as following. */
  follows?: string[];
  /** What may be named besides. */
  may?: string[];
}

const logs = JSON.parse(readFileSync(new URL('logs.json', import.meta.url), 'utf8')) as Log[];
const guidance = loadGuidance();

describe('a log of several errors', () => {
  it.each(logs)(
    'is told by its root, its cases and what follows: $name',
    ({ text, root, own = [], follows = [], may = [] }) => {
      const { cause, where, alternatives } = explainText(text.join('\n'), guidance);
      expect(root).toContain(cause);
      const met = [{ cause, where }, ...alternatives.filter((one) => one.where !== undefined)];
      for (const one of own)
        expect(met.find((other) => other.cause === one.cause)?.where ?? [], one.cause).toContain(one.who);
      const told = alternatives.filter(({ thisIf }) => thisIf === undefined);
      const following = told.filter((one) => one.follows).map((one) => one.cause);
      expect(follows.filter((one) => !following.some((other) => other === one))).toEqual([]);
      const wanted = [...own.map((one) => one.cause), ...may];
      expect(told.filter((one) => !one.follows && !wanted.includes(one.cause)).map((one) => one.cause)).toEqual([]);
    },
  );

  it('has each case on the card with those it is met for, and opens its article', () => {
    const text = 'a.example: AADSTS65001\nb.example: AADSTS53003\nCannot index into a null array.';
    const explanation = explainText(text, guidance);
    expect(explanation).toMatchObject({
      cause: 'access.conditional-access',
      confidence: 'exact',
      where: ['b.example'],
    });
    const card = JSON.stringify(toExplanationCard(explanation, false));
    expect(card).toContain('Consent is missing (consent.missing): “AADSTS65001”. Met for a.example.');
    expect(card).toContain('“cannot index into a null array”, may only follow from it');
    expect(card).toContain('consent-missing');
  });

  it('leaves one tenant one, whatever it is called, and parts nobody where it names none', () => {
    const one = 'contoso.example: AADSTS53003 in tenant ‘Contoso’\nTenant: Contoso\nAADSTS65001: no consent';
    expect(explainText(one, guidance).alternatives).toMatchObject([{ cause: 'consent.missing', follows: true }]);
    expect(explainText('AADSTS53003: blocked\nAADSTS65001: no consent', guidance).where).toBeUndefined();
  });

  it('reads the name behind an error where the log writes it so', () => {
    const text = 'AADSTS65001: no consent, tenant a.example\nAADSTS53003: blocked, tenant b.example';
    expect(explainText(text, guidance)).toMatchObject({
      where: ['b.example'],
      alternatives: [{ where: ['a.example'] }],
    });
  });

  it('shortens accounts, and gives back no word of a field that could be no name', () => {
    const text =
      'jane.doe@a.example,Failure,50053,locked\njohn.roe@b.example,Failure,50126,wrong\n"code":"qZxWvBnMkLpRtYuJhGfD" 401';
    const json = JSON.stringify(explainText(text, guidance));
    expect(json).toContain('j…@b.example');
    expect(json).not.toMatch(/jane|john|qzxwv/i);
  });
});
