import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const file = new URL('../../../../src/core/model/causes/aadsts-causes.json', import.meta.url);
const { exact, likely }: Record<string, Record<string, number[]>> = JSON.parse(readFileSync(file, 'utf8'));

describe('the lists of codes by cause', () => {
  // A code in two lists would silently keep the last cause; the built table cannot show that, only the file can.
  it('name no code twice', () => {
    const codes = [exact, likely].flatMap((list) => Object.values(list ?? {}).flat());
    expect(codes.length).toBeGreaterThan(150);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});
