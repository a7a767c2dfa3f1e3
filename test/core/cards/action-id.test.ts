import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import {
  ACTION_VERBS,
  encodeAction,
  MOST_ACTION_ID,
  parseAction,
  parseIndex,
} from '../../../src/core/cards/action-id.ts';
import { sweepAction } from '../../../src/core/diagnosis/report/sweep-action.ts';
import { tenantId } from '../fixtures.ts';

const RUN = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';

describe('encodeAction', () => {
  it('comes back from parseAction as it was', () => {
    for (const verb of ACTION_VERBS) {
      expect(parseAction(encodeAction(verb))).toEqual({ verb, args: [] });
      expect(parseAction(encodeAction(verb, RUN, 3, ''))).toEqual({ verb, args: [RUN, '3', ''] });
    }
  });

  it('fits the longest ids there are', () => {
    const longest = [
      ...loadArticles()
        .all()
        .map(({ id }) => encodeAction('article', id, 1, RUN, 99, 99_999)),
      ...(['retest', 'message', 'pick', 'again', 'tenants'] as const).map((verb) =>
        encodeAction(verb, RUN, 99, 99_999),
      ),
      sweepAction('c'.repeat(30), 'exchange', [tenantId(1)]),
      sweepAction('c'.repeat(40), 'exchange', [], { tags: ['t'.repeat(40)], withoutTags: ['x'] }),
    ];
    for (const id of longest) expect(id.length).toBeLessThanOrEqual(MOST_ACTION_ID);
  });

  it('has the tags of a sweep, and what they leave out', () => {
    const sweep = sweepAction('default', undefined, [], { tags: ['vip', 'emea'], withoutTags: ['test'] });
    expect(sweep).toBe('s1~sweep~default~both~tag:emea,vip/test');
  });

  it('refuses what does not fit, and what would be read as two', () => {
    expect(() => encodeAction('fix', 'x'.repeat(MOST_ACTION_ID))).toThrow(RangeError);
    expect(() => encodeAction('fix', 'a~b')).toThrow(RangeError);
  });
});

describe('parseAction', () => {
  it.each([
    '',
    's1',
    's1~',
    's1~delete~everything',
    's2~fix~RUN~0',
    's0~fix~RUN~0',
    'fix~RUN~0',
    'S1~fix~RUN~0',
    's1~FIX~RUN~0',
    's1~__proto__~RUN',
    's1~constructor',
    ' s1~fix~RUN~0',
    `s1~fix~${'0'.repeat(MOST_ACTION_ID)}`,
  ])('does not know “%s”', (text) => {
    expect(parseAction(text)).toBeUndefined();
  });
});

describe('parseIndex', () => {
  it('reads plain numbers only', () => {
    expect(parseIndex('0')).toBe(0);
    expect(parseIndex('412')).toBe(412);
    for (const text of [undefined, '', ' ', '-1', '+1', '1.5', '1e3', '0x1', 'NaN', 'Infinity', '1 ', '12345678']) {
      expect(parseIndex(text)).toBeUndefined();
    }
  });
});

describe('sweepAction', () => {
  it('names the connection, the pair and one tenant by its id', () => {
    expect(parseAction(sweepAction('default'))).toEqual({ verb: 'sweep', args: ['default', 'both'] });
    expect(parseAction(sweepAction('default', 'graph', [tenantId(7)]))?.args).toEqual([
      'default',
      'graph',
      tenantId(7),
    ]);
  });

  it('leaves out what a button cannot carry', () => {
    expect(parseAction(sweepAction('default', undefined, ['Contoso']))?.args).toEqual(['default', 'both']);
    expect(parseAction(sweepAction('default', undefined, [tenantId(1), tenantId(2)]))?.args).toEqual([
      'default',
      'both',
    ]);
    expect(parseAction(sweepAction('a~b'))?.args).toEqual(['', 'both']);
    expect(parseAction(sweepAction('n'.repeat(41)))?.args).toEqual(['', 'both']);
  });
});
