import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';

const HALF_AN_HOUR = 1_800_000;
const ENTRY = { id: 'first', connection: 'default', by: 'terminal', startedAt: 1000 };

describe('a renewal that another host began', () => {
  const database = useDatabase();

  it('counts as under way for half an hour of the clock, and as interrupted from then on', async () => {
    const { renewals } = await database.open();
    expect(await renewals.begin(ENTRY)).toEqual({ interrupted: null });
    await database.exec(`update renewals set host = 'elsewhere'`);

    database.clock.set(1000 + HALF_AN_HOUR - 1);
    expect(await renewals.interrupted()).toEqual([]);
    const next = { ...ENTRY, id: 'second', startedAt: 1000 + HALF_AN_HOUR - 1 };
    expect(await renewals.begin(next)).toMatchObject({ busy: { id: 'first' } });

    database.clock.set(1000 + HALF_AN_HOUR);
    expect(await renewals.interrupted()).toMatchObject([{ id: 'first', step: 'signing-in' }]);
    expect(await renewals.begin(next)).toMatchObject({ interrupted: { id: 'first' } });
  });
});
