import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../../../src/bot/system-clock.ts';
import type { StandingReport } from '../../../../src/core/watch/reports/standing-report.ts';
import { seededRandom } from '../../../core/watch/seeded-random.ts';
import { readable } from '../../discord/drive.ts';
import { toDeath } from './killer.ts';
import { CHANNELS, createKillRig, type KillRig, PLACES } from './rig.ts';

/** Takes minutes: `SAMARITAN_REPORT_KILLS=100 npx vitest run test/e2e/watch/kills/reports.test.ts`. */
const KILLS = Number(process.env.SAMARITAN_REPORT_KILLS ?? 0);
/** So many deliveries a life makes before it is killed, at most. */
const MOST_REQUESTS = 9;

describe.runIf(KILLS > 0)('a report on a schedule whose process is killed with SIGKILL', () => {
  const names = Array.from({ length: Math.max(8, 6 * KILLS) }, (_, index) => `report-${index}`);
  let rig: KillRig;
  let kills = 0;

  beforeAll(
    async () => {
      rig = await createKillRig({ reports: true });
      const storage = await openStorage({ file: rig.database, clock: systemClock, cron });
      for (const [index, name] of names.entries()) await storage.standingReports.put(dueReport(name, index));
      await storage.close();
      const random = seededRandom(5);
      while (await rig.live(kills < KILLS ? toDeath(kills, random, MOST_REQUESTS) : null)) kills += 1;
    },
    300_000 + KILLS * 8000,
  );
  afterAll(() => rig.close());

  it('is told once for its period, and what is left waits for nobody', async () => {
    expect(kills).toBe(KILLS);
    const storage = await openStorage({ file: rig.database, clock: systemClock, cron });
    expect((await storage.outbox.depth()).waiting).toBe(0);
    for (const { reportedUntil } of await storage.standingReports.list()) expect(reportedUntil).toBeGreaterThan(0);
    await storage.close();
  });

  it('stands once in its channel on Discord', () => {
    const shown = CHANNELS.flatMap((channel) => rig.standIn.messages(channel).map(readable));
    const expected = names.filter((_, index) => placeOf(index).startsWith('discord:'));
    for (const name of expected)
      expect(shown.filter((text) => new RegExp(`Report ${name}\\b(?!-)`).test(text)).length, name).toBe(1);
    expect(shown).toHaveLength(expected.length);
    expect(rig.standIn.violations).toEqual([]);
  });

  it('comes at least once to a chat that can’t be searched, and again for nothing but a kill', () => {
    const expected = names.filter((_, index) => placeOf(index).startsWith('teams:'));
    const taken = rig.taken.map(({ card, life }) => ({ life, name: /Report (report-\d+)/.exec(card)?.[1] }));
    expect(new Set(taken.map(({ name }) => name))).toEqual(new Set(expected));
    expect(new Set(taken.map(({ name, life }) => `${name} ${life}`)).size).toBe(taken.length);
    process.stdout.write(`${kills} kills, ${names.length} reports: ${taken.length - expected.length} repeated\n`);
  });
});

const placeOf = (index: number): string => PLACES[index % PLACES.length] ?? '';

/** Nobody ever told a period of it. */
function dueReport(name: string, index: number): StandingReport {
  const person = { platform: 'terminal', id: 'x', roles: [], name: 'x' } as const;
  const place = { platform: 'terminal', kind: 'direct', workspaceId: null, channelId: '' } as const;
  return {
    ...{ name, connection: 'default', tenantId: null, audience: 'own', every: 'week', hour: 0, timeZone: 'UTC' },
    ...{ place: placeOf(index), asker: { person, place }, createdAt: 0, reportedUntil: 0 },
  };
}
