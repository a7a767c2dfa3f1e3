import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = readFileSync(new URL('../../../../src/core/model/causes/aadsts.ts', import.meta.url), 'utf8');
const lists = source.slice(source.indexOf('const EXACT'), source.indexOf('/** Which side'));

describe('the lists of codes by cause', () => {
  // A code in two lists would silently keep the last cause; the built table cannot show that, only the text can.
  it('name no code twice', () => {
    const codes: string[] = lists.match(/\b\d{5,8}\b/g) ?? [];
    expect(codes.length).toBeGreaterThan(150);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});
