import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const file = new URL('../../../../src/core/model/causes/aadsts-causes.json', import.meta.url);
const { exact, likely }: Record<string, Record<string, number[]>> = JSON.parse(readFileSync(file, 'utf8'));
const table = new URL('../../../../src/core/model/causes/aadsts.json', import.meta.url);
const codes = [exact, likely].flatMap((list) => Object.values(list ?? {}).flat());

describe('the lists of codes by cause', () => {
  // A code in two lists would silently keep the last cause; the built table cannot show that, only the file can.
  it('name no code twice', () => {
    expect(codes.length).toBeGreaterThan(150);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('name only codes that stand in the table, with their name, meaning and source', () => {
    const rows: { code: string }[] = JSON.parse(readFileSync(table, 'utf8'));
    const known = new Set(rows.map(({ code }) => code));
    expect(codes.filter((code) => !known.has(`AADSTS${code}`))).toEqual([]);
  });
});
