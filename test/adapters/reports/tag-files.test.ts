import { describe, expect, it } from 'vitest';
import { tagFiles } from '../../../src/adapters/reports/tag-files.ts';
import { tenantId } from '../../core/fixtures.ts';

describe('tagFiles', () => {
  it('reads back what it has written, whatever a tenant calls itself', () => {
    const entries = [
      { tenantId: tenantId(1), domain: 'a.example', name: '=cmd|"x", "y"\nz', tags: ['emea', 'vip'] },
      { tenantId: tenantId(2), domain: '', name: '', tags: ['größe'] },
    ];
    const text = tagFiles.render(entries);
    expect(text).not.toMatch(/(^|,)"?=cmd/m);
    expect(tagFiles.parse(text)).toEqual([
      { line: 3, tenant: tenantId(1), tags: ['emea', 'vip'] },
      { line: 4, tenant: tenantId(2), tags: ['größe'] },
    ]);
  });

  it.each([
    [
      'semicolons',
      'Domain;Tag\r\nA.example;"vip, emea"\r\n\r\n',
      [{ line: 2, tenant: 'A.example', tags: ['vip', 'emea'] }],
    ],
    ['tabs', 'tags\tid\nvip\tx', [{ line: 2, tenant: 'x', tags: ['vip'] }]],
    ['an id that is left out', 'id,domain,tags\n,b.example,vip', [{ line: 2, tenant: 'b.example', tags: ['vip'] }]],
  ])('reads %s', (_what, text, rows) => expect(tagFiles.parse(text)).toEqual(rows));

  it.each([
    ['a.example,vip', 'no such columns'],
    ['', 'no such columns'],
    ['id,tags\n"open', 'no table'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(tagFiles.parse(text)).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});
