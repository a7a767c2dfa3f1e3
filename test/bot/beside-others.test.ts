import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import { createTestClock } from '../adapters/storage/results.ts';
import { CHANNEL, person } from '../core/chat/harness.ts';
import { code, fakeCloud, pass, refuse } from '../core/fake-cloud.ts';
import { tenantId } from '../core/fixtures.ts';
import { openChatOverDatabase } from './chat-over-database.ts';
import { everyCommand } from './every-call.ts';

/** Administrator for the tenants of one tag: of everything that can be had by tag, the most. */
const LIMITED = person(5, { name: 'Lim' });
const customer = (number: number, name: string) => ({
  tenantId: tenantId(number),
  displayName: `${name} ${number}`,
  defaultDomainName: `${name.toLowerCase()}${number}.example`,
});
const OWN = [1, 2].map((number) => customer(number, 'Own'));
const subjectOf = ({ id }: typeof LIMITED) => `discord:user:${id}`;

describe('somebody whose role is for the tenants of a tag, beside few others and beside many that fail', () => {
  /** What is shown of the own tenants, without ids that no two databases have alike. */
  async function shownBeside(others: readonly number[]): Promise<Map<string, string>> {
    const foreign = others.map((number) => customer(number, 'Quartzite'));
    const clock = createTestClock();
    clock.set(Date.UTC(2026, 10, 16));
    const beside = await openChatOverDatabase({
      clouds: {
        open: () =>
          fakeCloud({
            customers: pass({ customers: [...OWN, ...foreign], unusableEntries: 0 }),
            users: (tenant) =>
              tenant === tenantId(2) ? pass(undefined) : refuse(code(tenant > tenantId(803) ? 50076 : 53003)),
          }),
      },
      log: pino({ level: 'silent' }),
      clock,
    });
    const ask = (name: string, values: Readonly<Record<string, ArgumentValue>>, who?: typeof LIMITED) =>
      beside.run({ kind: 'command', name, values }, CHANNEL, who);
    await ask('testtokens', {});
    const [run] = await beside.storage.runs.latestRuns('default', 1);
    for (const { tenantId: tenant } of OWN) await ask('tag add', { tenant, tag: 'emea' });
    for (const { tenantId: tenant } of foreign.slice(3)) {
      const name = `q${tenant.slice(-3)}`;
      await ask('check', { tenant });
      await ask('tag add', { tenant, tag: name });
      await ask('accept add', { tenant, check: 'exchange.read', reason: 'x' });
      await ask('maintenance add', { tenant, to: '2h', reason: 'x' });
      await ask('reports add', { name, every: 'week', tenant });
      await ask('schedule add', { name, cron: '0 3 * * *', tenant: [tenant] });
    }
    await ask('access grant', { subject: subjectOf(LIMITED), role: 'admin', tag: 'emea' });
    const shown = new Map<string, string>();
    const keep = (call: Call, text: string) =>
      shown.set(
        JSON.stringify(call).replaceAll(run?.id ?? '', 'run'),
        text.replaceAll(
          /\b01[0-9A-HJKMNP-TV-Z]{24}\b|INC-\w{6}|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
          (id) => (id.startsWith('00000000-') ? id : 'id'),
        ),
      );
    const buttons = ['report', 'fix', 'details', 'tenants', 'download', 'board', 'bundle'].flatMap((verb) =>
      [[run?.id ?? ''], [run?.id ?? '', '0'], ['default', 'all', '0']].map((args) => ['s1', verb, ...args].join('~')),
    );
    const about = { tenant: tenantId(1), connection: 'default', tag: 'emea' };
    const calls = everyCommand(about, (argument) => argument === 'tenant');
    for (const call of [...calls, ...buttons.map((id) => ({ kind: 'action' as const, id, inputs: {} }))])
      keep(call, await beside.run(call, CHANNEL, LIMITED));
    await beside.close();
    return shown;
  }

  it('is told the same', async () => {
    const few = await shownBeside([801, 802, 803]);
    const many = await shownBeside([801, 802, 803, 804, 805, 806, 807]);
    expect([...few].filter(([call, text]) => many.get(call) !== text)).toEqual([]);
    expect([...few.values()].filter((text) => text.includes('Own 1')).length).toBeGreaterThan(20);
  });
});
