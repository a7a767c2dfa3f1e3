import { describe, expect, it } from 'vitest';
import { firstNumberAt, toIncidentReference } from '../../../../src/core/watch/incidents/reference.ts';
import { failing } from '../../fixtures.ts';
import { Harness, HOUR, MINUTE } from '../harness.ts';

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

  it('is none that was given before where an old backup was restored', async () => {
    const given = async (harness: Harness): Promise<string[]> => {
      const known = new Set(harness.tables.incidents.keys());
      await harness.sweep([failing(1, 'mfa.required')]);
      await harness.time.advance(3 * MINUTE);
      await harness.sweep([failing(1, 'mfa.required')]);
      return [...harness.tables.incidents.keys()].filter((reference) => !known.has(reference));
    };
    const before = new Harness();
    const [first = ''] = await given(before);
    // The backup was made before that: nothing in it knows of the incident.
    const restored = new Harness();
    await restored.time.advance(HOUR);
    const [second = ''] = await given(restored);
    expect(first).toMatch(/^INC-/);
    expect(second).toMatch(/^INC-/);
    expect(second).not.toBe(first);
  });

  it('has six characters by the time that is in it', () => {
    expect(toIncidentReference(firstNumberAt(Date.UTC(2026, 10, 28)))).toHaveLength(10);
    expect(firstNumberAt(0)).toBe(0);
  });
});
