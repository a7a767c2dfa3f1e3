import { describe, expect, it } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { useDatabase } from '../fixtures.ts';
import { commit, incident, member } from '../watch/rows.ts';

const HOUR = 3_600_000;

describe('the record of incidents', () => {
  const database = useDatabase();
  const ended = (from: number, to: number, outcome: 'mended' | 'accepted' = 'mended') => ({
    firstFailedAt: from,
    openedAt: from,
    closedAt: to,
    outcome,
  });

  async function recorded() {
    const { incidents, incidentHistory } = await database.open();
    const finding = { source: 'expiry', key: 'k', tenant: null, stage: null, rank: 0, title: 'A secret', reason: 'r' };
    await commit(incidents, {
      incidents: [
        incident('INC-OLD', ended(0, HOUR)),
        incident('INC-SHORT', ended(2 * HOUR, 3 * HOUR)),
        incident('INC-LONG', { ...ended(HOUR, 6 * HOUR), partnerLevel: true, everMembers: 7 }),
        incident('INC-KNOWN', ended(3 * HOUR, 5 * HOUR, 'accepted')),
        incident('INC-READ', { ...ended(3 * HOUR, 9 * HOUR), finding }),
        incident('INC-OPEN', { firstFailedAt: 4 * HOUR, openedAt: 4 * HOUR }),
        incident('INC-OTHER', { connection: 'other', ...ended(2 * HOUR, 3 * HOUR) }),
      ],
      joined: [
        member('INC-LONG', 'a', { joinedAt: HOUR }),
        member('INC-LONG', 'b', { joinedAt: 2 * HOUR }),
        member('INC-OPEN', 'b', { joinedAt: 4 * HOUR }),
      ],
      left: [],
    });
    await commit(incidents, {
      left: ['a', 'b'].map((tenantId) => ({ reference: 'INC-LONG', tenantId, leftAt: 5 * HOUR, outcome: 'mended' })),
      joined: [member('INC-LONG', 'b', { joinedAt: 5.5 * HOUR })],
    });
    const ask = (rest: Partial<Parameters<typeof incidentHistory.incidents>[0]> = {}) =>
      incidentHistory.incidents({ connection: 'default', from: HOUR, to: 9 * HOUR, limit: 50, ...rest });
    return { ask };
  }

  it('has what lasted in the time asked for, the newest first', async () => {
    const { ask } = await recorded();
    const record = await ask();
    const references = record.incidents.map((one) => one.reference);
    expect(references).toEqual(['INC-OPEN', 'INC-READ', 'INC-KNOWN', 'INC-SHORT', 'INC-LONG']);
    expect(record.incidents.at(-1)).toMatchObject({ everMembers: 7, firstFailedAt: HOUR, closedAt: 6 * HOUR });
    expect((await ask({ from: 0, to: HOUR })).incidents.map((one) => one.reference)).toEqual(['INC-OLD']);
    expect((await ask({ from: 5 * HOUR, to: 5 * HOUR + 1 })).count).toBe(3);
  });

  it('counts all of them, however few it gives, and takes the mean of failures that were mended', async () => {
    const { ask } = await recorded();
    const record = await ask({ limit: 1 });
    expect(record).toMatchObject({ count: 5, mended: 2, meanTimeToMendMs: 3 * HOUR });
    expect(record.incidents).toHaveLength(1);
    expect(await ask({ connection: 'none' })).toEqual({
      incidents: [],
      count: 0,
      open: 0,
      mended: 0,
      meanTimeToMendMs: null,
    });
  });

  it('has the stays of a tenant, each with its own times', async () => {
    const { ask } = await recorded();
    const { incidents, ...counts } = await ask({ tenantId: 'b' });
    expect(incidents).toMatchObject([
      { reference: 'INC-LONG', firstFailedAt: 5.5 * HOUR, closedAt: null, outcome: null },
      { reference: 'INC-OPEN', firstFailedAt: 4 * HOUR, closedAt: null },
      { reference: 'INC-LONG', firstFailedAt: 2 * HOUR, closedAt: 5 * HOUR, outcome: 'mended' },
    ]);
    expect(counts).toEqual({ count: 3, open: 2, mended: 1, meanTimeToMendMs: 3 * HOUR });
    expect((await ask({ tenantId: 'a' })).incidents).toMatchObject([{ firstFailedAt: HOUR, closedAt: 5 * HOUR }]);
    expect((await ask({ tenantId: 'nobody' })).count).toBe(0);
  });

  it('has what was of the partner connection itself', async () => {
    const { ask } = await recorded();
    const { incidents } = await ask({ tenantId: PARTNER_STATE_KEY });
    expect(incidents.map((one) => one.reference)).toEqual(['INC-LONG']);
  });
});
