import { describe, expect, it } from 'vitest';
import { toIncidentReference } from '../../../../src/core/watch/incidents/reference.ts';

describe('the reference of an incident', () => {
  it('is never given twice and looks nothing like its neighbour', () => {
    const many = Array.from({ length: 100_000 }, (_, number) => toIncidentReference(number));
    expect(new Set(many).size).toBe(many.length);
    expect(many.every((one) => /^INC-[0-9A-HJKMNP-TV-Z]{4}$/.test(one))).toBe(true);
    const [first = '', second = ''] = many;
    expect([...first].filter((character, index) => character !== second[index]).length).toBeGreaterThan(2);
  });

  it('grows when the short ones are used up', () => {
    expect(toIncidentReference(2 ** 20 - 1)).toHaveLength(8);
    expect(toIncidentReference(2 ** 20)).toHaveLength(9);
  });
});
