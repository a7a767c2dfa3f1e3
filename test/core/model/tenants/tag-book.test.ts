import { describe, expect, it } from 'vitest';
import { fitsPattern } from '../../../../src/core/model/tenants/fits-pattern.ts';
import { selectTagged, selectTenants } from '../../../../src/core/model/tenants/select-tenants.ts';
import {
  choiceOfKey,
  describeTagChoice,
  parseTag,
  type TagRule,
  tagKey,
} from '../../../../src/core/model/tenants/tag.ts';
import { TagBook } from '../../../../src/core/model/tenants/tag-book.ts';
import { tenantId } from '../../fixtures.ts';

const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;
const tenant = (number: number, displayName: string, defaultDomainName: string, daysAgo = 90) => ({
  tenantId: tenantId(number),
  displayName,
  defaultDomainName,
  firstSeenAt: NOW - daysAgo * DAY_MS,
});
const adler = tenant(1, 'Adler GmbH', 'adler.de');
const birch = tenant(2, 'Birch Ltd', 'birch.co.uk');
const cedar = tenant(3, 'Cedar GmbH', 'cedar.at', 3);
const fleet = [adler, birch, cedar];

const rule = (tag: string, rest: Partial<TagRule>): TagRule => ({
  ...{ tag, names: [], domains: [], newWithinDays: null, endingWithinDays: null, licences: [], causes: [] },
  ...rest,
});

const given = [
  { tenantId: birch.tenantId, tag: 'vip' },
  { tenantId: tenantId(9), tag: 'vip' },
];
function book(...rules: TagRule[]): TagBook {
  const causes = new Map([[birch.tenantId, new Set(['gdap.expiring'])]]);
  const ends = {
    [adler.tenantId]: NOW + 31 * DAY_MS,
    [birch.tenantId]: NOW - DAY_MS,
    [cedar.tenantId]: NOW + 9 * DAY_MS,
  };
  const licences = new Map([
    [adler.tenantId, ['SPB', 'ENTERPRISEPACK', 'Microsoft_365_Business_Premium_(no Teams)']],
    [birch.tenantId, null],
  ]);
  return new TagBook('default', { given, rules }, { now: NOW, seen: fleet, causes, ends, licences });
}
const membersOf = (...rules: TagRule[]) => book(...rules).members(rules[0]?.tag ?? '');

describe('TagBook', () => {
  it.each<[string, Partial<TagRule>, { tenantId: string }[]]>([
    ['a pattern of names', { names: ['*gmbh'] }, [adler, cedar]],
    ['one of several domains', { domains: ['*.de', '*.at'] }, [adler, cedar]],
    ['every kind that is asked for', { names: ['*gmbh'], newWithinDays: 7 }, [cedar]],
    ['the end of delegated access', { endingWithinDays: 30 }, [birch, cedar]],
    ['an end that is farther away', { endingWithinDays: 31 }, fleet],
    ['a part of a product’s name', { licences: ['business premium'] }, [adler]],
    ['a name whose part number has other blanks in Microsoft’s table', { licences: ['premium (no teams)'] }, [adler]],
    ['a part number, or another', { licences: ['visio', 'enterprisepack'] }, [adler]],
    ['a product that nobody is known to own', { licences: ['business standard'] }, []],
    ['what fails now', { causes: ['gdap.'] }, [birch]],
    ['a cause by its whole id', { causes: ['gdap.expired'] }, []],
  ])('gives a tag by %s', (_what, conditions, expected) => {
    expect(membersOf(rule('r', conditions))).toEqual(expected.map((one) => one.tenantId));
  });

  it('gives a tag to whom no sweep has seen before, as far as a rule can tell', () => {
    const fresh = { tenantId: tenantId(20), displayName: 'Dahl GmbH', defaultDomainName: null };
    const all = book(
      rule('dach', { names: ['*gmbh'] }),
      rule('new', { newWithinDays: 7 }),
      rule('de', { domains: ['*'] }),
    );
    expect(['dach', 'new', 'de'].filter((tag) => all.isTagged(fresh, tag))).toEqual(['dach', 'new']);
  });

  it('knows of whom it is not known whether they own what a rule asks for', () => {
    const unknown = (rest: Partial<TagRule>) => book(rule('r', { licences: ['spb'], ...rest })).unknownLicences('r');
    expect(unknown({})).toEqual({ refused: [birch.tenantId], unread: [cedar.tenantId] });
    expect(unknown({ names: ['*gmbh'] })).toEqual({ refused: [], unread: [cedar.tenantId] });
    expect(unknown({ licences: [] })).toEqual({ refused: [], unread: [] });
    const part = book(rule('r', { licences: ['spb'] })).only(['r', 'vip']);
    expect(part.unknownLicences('r')).toEqual({ refused: [birch.tenantId], unread: [] });
  });

  it('chooses by several tags, and leaves out, as the text of a choice says that stands for a tenant', () => {
    const all = book(rule('dach', { domains: ['*.de', '*.at'] }));
    const chosen = (key: string) => [...all.chosen(choiceOfKey(key) ?? { tags: ['none'], withoutTags: [] })].sort();
    const whole = chosen('tag:/nobody');
    expect(whole).toEqual([adler, birch, cedar].map(({ tenantId: id }) => id).sort());
    expect(chosen('tag:vip')).toEqual([birch.tenantId, tenantId(9)].sort());
    expect(chosen('tag:/vip')).toEqual(whole.filter((id) => id !== birch.tenantId));
    const both = [...new Set([...chosen('tag:dach'), ...chosen('tag:vip')])].sort();
    expect(chosen('tag:dach,vip')).toEqual(both);
    expect(chosen('tag:dach,vip/vip')).toEqual(both.filter((id) => !chosen('tag:vip').includes(id)));
    const choice = { tags: ['vip', 'dach'], withoutTags: ['b', 'a'] };
    expect(tagKey(choice)).toBe('tag:dach,vip/a/b');
    expect(choiceOfKey(tenantId(1))).toBeUndefined();
    expect(all.only(['vip']).within({ tags: [], withoutTags: ['vip'] })).toEqual({
      tags: ['vip'],
      withoutTags: ['vip'],
    });
    expect(all.within({ tags: [], withoutTags: ['vip'] }).tags).toEqual([]);
  });

  it('keeps the tag of a tenant that no list has any more', () => {
    expect(book().members('vip')).toEqual([birch.tenantId, tenantId(9)]);
  });

  it('says for an unknown tag which one is near, and else where they are listed', () => {
    const problem = (tag: string) => book().problemOf({ tags: [], withoutTags: [tag] });
    expect(problem('vpi')).toBe('No tenant of connection default has the tag “vpi”. Did you mean vip?');
    expect(problem('contracts')).toContain('The command tag list shows those there are.');
    expect(problem('vip')).toBeUndefined();
  });
});

describe('selectTagged', () => {
  const select = (names: string[], tags: string[], withoutTags: string[], customers?: readonly (typeof adler)[]) => {
    const named = selectTenants(names, customers);
    const all = book(rule('dach', { domains: ['*.de', '*.at'] }));
    const selection = selectTagged(named, customers, { choice: { tags, withoutTags }, book: all });
    return selection.ok ? selection.tenants.map((one) => one.tenantId) : selection.problems;
  };
  const ids = (...tenants: { tenantId: string }[]) => tenants.map((one) => one.tenantId);

  it('adds the tenants of tags to those that are named, and takes away the ones left out', () => {
    expect(select(['birch'], ['dach'], [], fleet)).toEqual(ids(birch, adler, cedar));
    expect(select([], ['dach', 'vip'], ['vip'], fleet)).toEqual(ids(adler, cedar));
    expect(select(['birch', 'adler'], [], ['vip'], fleet)).toEqual(ids(adler));
    expect(select([], [], ['dach'], fleet)).toEqual(ids(birch));
  });

  it('never means every tenant where a choice means none', () => {
    expect(select([], ['vip'], ['vip'], fleet)).toEqual([
      'None of the 3 customers of connection default is meant by the tags: vip, without vip.',
    ]);
    expect(select([], ['dahc'], [], fleet)).toEqual([
      'No tenant of connection default has the tag “dahc”. Did you mean dach?',
    ]);
  });

  it('means those known to have a tag where the customer list could not be read', () => {
    expect(select([], ['vip', 'dach'], [])).toEqual([...ids(birch), tenantId(9), ...ids(adler, cedar)]);
    expect(select([], [], ['vip'])).toEqual([]);
  });
});

describe('a tag', () => {
  it.each([
    [' EMEA ', 'emea'],
    ['größe-1', 'größe-1'],
    ['two words', undefined],
    ['-x', undefined],
    ['', undefined],
    ['a'.repeat(41), undefined],
  ])('%j is read as %j', (text, tag) => expect(parseTag(text)).toBe(tag));

  it('is described with what it leaves out', () => {
    expect(describeTagChoice({ tags: ['a', 'b'], withoutTags: ['c'] })).toBe('a or b, without c');
  });

  it.each([
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['ab*bc', 'abc', false],
    ['*b*b*', 'abab', true],
    ['*b*b*', 'ab', false],
    ['abc', 'abcd', false],
    [`${'*a'.repeat(200)}b`, 'a'.repeat(5000), false],
  ])('pattern %s on %s', (pattern, text, fits) => expect(fitsPattern(pattern, text)).toBe(fits));
});
