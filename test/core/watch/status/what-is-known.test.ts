import { beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../../src/adapters/storage/open-storage.ts';
import type { Report } from '../../../../src/core/diagnosis/report/report.ts';
import { toReportView } from '../../../../src/core/diagnosis/report/view.ts';
import type { SweepRequest } from '../../../../src/core/diagnosis/sweep/run-sweep.ts';
import type { Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { useDatabase } from '../../../adapters/storage/fixtures.ts';
import { linesOf } from '../../cards/card-texts.ts';
import { answerStatus } from '../../chat/commands/ask-status.ts';
import { WORKING } from '../../chat/harness.ts';
import { reportOf } from '../../diagnosis/sweep/sweep-fake.ts';
import { code, customers, type FakeAnswers, fakeCloud, grant, isPartner, pass, refuse } from '../../fake-cloud.ts';
import { library, PARTNER_ID, tenantId } from '../../fixtures.ts';

const SIX = Date.UTC(2026, 0, 2, 6);
const SEVEN = SIX + 3_600_000;
const iso = (time: number): string => new Date(time).toISOString();

/** Nine of twelve tenants refuse the token, at one of the two services. */
const nineFail = (at: 'graph' | 'exchange' = 'graph', list = 12): FakeAnswers => ({
  customers: pass({ customers: customers(list), unusableEntries: 0 }),
  redeem: ({ resource, authorityTenant }) =>
    resource === at && authorityTenant <= tenantId(9) && authorityTenant >= tenantId(1)
      ? refuse(code(50076))
      : grant(authorityTenant),
});

describe('what is known after nine of twelve tenants failed', () => {
  const database = useDatabase();
  let storage: Storage;
  let runs = 0;

  async function sweepAt(time: number, answers: FakeAnswers, request: Partial<SweepRequest> = {}): Promise<Report> {
    database.clock.set(time);
    runs += 1;
    const { clock } = database;
    const parts = { clock, openStore: async () => storage.runs, newRunId: () => `RUN-${runs}` };
    return await reportOf(fakeCloud(answers), request, parts);
  }

  async function status() {
    const { clock } = database;
    const { card } = await answerStatus(
      { connections: [WORKING], runs: storage.runs, running: [], version: '1', clock },
      undefined,
    );
    return { tone: card.tone, title: card.summary, lines: linesOf(card) };
  }

  const changesOf = (report: Report): string[] => toReportView(report, { library, formatTime: iso }).changes;

  beforeEach(async () => {
    storage = await database.open();
    await sweepAt(SIX, nineFail());
  });

  it('is kept by a sweep whose partner token fails, in the status and in its report', async () => {
    const report = await sweepAt(SEVEN, { redeem: () => refuse(code(7000222, 401)) });
    expect(report.notTested).toHaveLength(12);
    expect(changesOf(report)).toEqual([
      `12 tenants not tested since ${iso(SIX)}; 9 failed: Tenant 1, Tenant 2, Tenant 3, Tenant 4, Tenant 5 and 4 more`,
    ]);
    const { title, lines, tone } = await status();
    expect([title, tone]).toEqual(['The connection itself fails · 9 of 12 tenants fail', 'bad']);
    expect(lines).toContain(`9 of 12 tenants fail, as of ${iso(SIX)}`);
    expect(lines.find((line) => line.startsWith('Not tested since'))).toMatch(`${iso(SIX)}: 12 tenants, Tenant 1,`);
  });

  it('has our own tenant, tested once by its name, as no customer: the next sweep does not tell that it left', async () => {
    const own = await sweepAt(SIX + 60_000, nineFail(), { tenants: ['own tenant'] });
    expect(own.tenants).toMatchObject([{ tenantId: PARTNER_ID, status: 'pass', unlisted: true }]);
    expect(changesOf(own)).toEqual([]);
    expect((await status()).lines).toContain('Not on the customer list: Own tenant (partner)');
    const { changes } = await sweepAt(SEVEN, nineFail());
    expect(changes).toMatchObject({ appeared: [], vanished: [] });
    expect((await status()).title).toBe('9 of 12 tenants fail');
  });

  it.each<[string, Fault]>([
    ['no connection was made', { kind: 'unreachable', detail: 'cut' }],
    ['a proxy answered', { kind: 'intercepted', detail: 'a page' }],
    ['every answer was cut off', { kind: 'malformed', detail: 'half', httpStatus: 200 }],
    ['Microsoft asked to wait', { kind: 'throttled', httpStatus: 429, codes: [] }],
    ['a stranger answered', { kind: 'refused', httpStatus: 502, codes: [], foreign: true }],
  ])('is kept by a sweep in which %s, and fails as before in the next', async (_, fault) => {
    const list = pass({ customers: customers(12), unusableEntries: 0 });
    const report = await sweepAt(SEVEN, {
      customers: list,
      redeem: (request) => (isPartner(request) ? grant(request.authorityTenant) : refuse(fault)),
    });
    expect(report.totals).toMatchObject({ fail: 0, pass: 0, unknown: 12 });
    expect(toReportView(report, { library, formatTime: iso }).verdict).toMatch(
      /^12 of 12 tenants are unknown, 9 failed where nothing was tested now/,
    );
    expect((await status()).title).toBe('9 of 12 tenants fail, 3 are unknown');
    const { changes } = await sweepAt(SEVEN + 1000, nineFail());
    expect([changes?.newlyFailing.length, changes?.mended.length]).toEqual([0, 0]);
    expect(changes?.stillFailing.map(({ failingSince }) => failingSince)).toEqual(Array(9).fill(SIX));
  });

  it('is kept by a test of one healthy tenant by name', async () => {
    await sweepAt(SEVEN, nineFail(), { tenants: [tenantId(12)] });
    const { title, lines } = await status();
    expect(title).toBe('9 of 12 tenants fail');
    expect(lines).toContain(`9 of 12 tenants fail, as of ${iso(SIX)}`);
  });

  it('is kept by an interrupted sweep, which says what it did not reach', async () => {
    const abort = new AbortController();
    const users = () => {
      abort.abort();
      return refuse({ kind: 'aborted' });
    };
    const answers = { ...nineFail(), users };
    const report = await sweepAt(SEVEN, answers, { signal: abort.signal, concurrency: 1 });
    expect(report.run.status).toBe('interrupted');
    expect(report.changes?.mended).toEqual([]);
    const { title, lines } = await status();
    expect(title).toBe('9 of 12 tenants fail');
    expect(lines.some((line) => line.startsWith(`Not tested since ${iso(SIX)}`))).toBe(true);
  });

  it('is kept by a sweep of the other service, which mends nobody and does not call all well', async () => {
    const report = await sweepAt(SEVEN, nineFail(), { only: 'exchange' });
    expect(report.notTested?.map((one) => one.checks)).toEqual(Array(9).fill(['graph.token']));
    const view = toReportView(report, { library, formatTime: iso });
    expect(view).toMatchObject({ tone: 'warn' });
    expect(view.verdict).toMatch('All 12 tenants work at Exchange, 9 failed where nothing was tested now');
    expect(view.changes[1]).toMatch(`9 tenants not tested at Graph since ${iso(SIX)}; 9 failed: Tenant 1`);
    expect(report.changes?.mended).toEqual([]);
    expect((await status()).title).toBe('9 of 12 tenants fail');
  });

  it('calls nobody mended of whom the other service still fails', async () => {
    const both: FakeAnswers = {
      ...nineFail(),
      redeem: ({ authorityTenant }) => (authorityTenant === tenantId(1) ? refuse(code(50076)) : grant(authorityTenant)),
    };
    await sweepAt(SEVEN, both);
    const graph = await sweepAt(
      SEVEN + 1000,
      { customers: pass({ customers: customers(12), unusableEntries: 0 }) },
      { only: 'graph' },
    );
    expect(graph.changes?.mended).toEqual([]);
    const all = await sweepAt(SEVEN + 2000, { customers: pass({ customers: customers(12), unusableEntries: 0 }) });
    expect(all.changes?.mended.map((one) => one.tenantId)).toEqual([tenantId(1)]);
  });

  it('says who left the customer list and who came, once', async () => {
    const eleven = await sweepAt(SEVEN, nineFail('graph', 11));
    expect(eleven.changes?.vanished).toEqual([
      { tenantId: tenantId(12), displayName: 'Tenant 12', failingSince: null },
    ]);
    expect(changesOf(eleven)).toContain('1 tenant gone from the customer list: Tenant 12');
    expect((await sweepAt(SEVEN + 1000, nineFail('graph', 11))).changes?.vanished).toEqual([]);
    const thirteen = await sweepAt(SEVEN + 2000, nineFail('graph', 13));
    expect(thirteen.changes?.appeared.map((one) => one.tenantId)).toEqual([tenantId(12), tenantId(13)]);
    expect(thirteen.changes?.vanished).toEqual([]);
  });

  it('names who was never on the list, and does not call them gone from it', async () => {
    const named = await sweepAt(SEVEN, nineFail(), { tenants: [tenantId(20)] });
    expect(changesOf(named)).toContain(`Not on the customer list: ${tenantId(20)}`);
    expect((await status()).lines).toContain(`Not on the customer list: ${tenantId(20)}`);
    const whole = await sweepAt(SEVEN + 1000, nineFail());
    expect(whole.changes).toMatchObject({ vanished: [], appeared: [] });
    const listed = await sweepAt(SEVEN + 2000, nineFail('graph', 20));
    expect(listed.changes?.appeared.map((one) => one.tenantId)).toContain(tenantId(20));
  });

  it('calls nobody mended of whom something can’t be told now, nor nothing changed', async () => {
    const users = () => refuse({ kind: 'timeout', detail: 'no answer' });
    const answers: FakeAnswers = { customers: pass({ customers: customers(9), unusableEntries: 0 }), users };
    const report = await sweepAt(SEVEN, answers, { only: 'graph' });
    expect(report.totals).toMatchObject({ unknown: 9 });
    expect(report.changes?.mended).toEqual([]);
    const again = await sweepAt(SEVEN + 1000, answers, { only: 'graph' });
    expect(changesOf(again)).toEqual([`Since ${iso(SEVEN)}: no tenant newly failing, none mended`]);
    const { title, tone } = await status();
    expect([title, tone]).toEqual(['9 of 9 tenants are unknown', 'unknown']);
  });

  it('loses nobody from the list where it could not be read, or only some tenants were asked for', async () => {
    const unread = await sweepAt(SEVEN, { ...nineFail(), customers: refuse(code(0, 503)) });
    expect(unread.changes?.vanished ?? []).toEqual([]);
    const named = await sweepAt(SEVEN + 1000, nineFail('graph', 11), { tenants: [tenantId(1)] });
    expect(named.changes).toMatchObject({ vanished: [], appeared: [] });
    const whole = await sweepAt(SEVEN + 2000, nineFail('graph', 11));
    expect(whole.changes?.vanished.map((one) => one.tenantId)).toEqual([tenantId(12)]);
  });
});
