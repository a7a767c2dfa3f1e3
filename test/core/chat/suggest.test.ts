import { beforeEach, describe, expect, it } from 'vitest';
import { START, tenantId, working } from '../fixtures.ts';
import { keepFound } from '../open-stores.ts';
import {
  ADMIN,
  CHANNEL,
  createHarness,
  DIRECT,
  type Harness,
  HOME,
  NOBODY,
  TECHNICIAN,
  VIEWER,
  WORKING,
} from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
  const tenants = Array.from({ length: 40 }, (_, index) => working(index + 1));
  await keepFound(harness.runs, harness.clock, { at: START, tenants });
});

function suggest(command: string, argument: string, typed: string, person = TECHNICIAN, place = CHANNEL) {
  return harness.chat.suggest({ person, place }, command, argument, typed);
}

describe('suggest', () => {
  it('offers tenants by name, domain or id, and gives their ids', async () => {
    const expected = [{ label: 'Tenant 7 (tenant7.example)', value: tenantId(7) }];
    expect(await suggest('check', 'tenant', 'tenant 7')).toEqual(expected);
    expect(await suggest('check', 'tenant', 'tenant7.ex')).toEqual(expected);
    expect(await suggest('check', 'tenant', tenantId(7))).toEqual(expected);
    expect(await suggest('check', 'tenant', '')).toHaveLength(25);
  });

  it('keeps what stands before the last comma where several are taken', async () => {
    expect(await suggest('testtokens', 'tenant', 'Contoso,tenant 7')).toEqual([
      { label: 'Contoso, Tenant 7 (tenant7.example)', value: `Contoso, ${tenantId(7)}` },
    ]);
    expect(await suggest('check', 'tenant', 'Contoso,tenant 7')).toEqual([]);
  });

  it('offers no value that a client would refuse for its length', async () => {
    expect(await suggest('testtokens', 'tenant', `${tenantId(1)}, tenant 7`)).toHaveLength(1);
    expect(await suggest('testtokens', 'tenant', `${tenantId(1)}, ${tenantId(2)}, tenant 7`)).toEqual([]);
  });

  it('shows hostile names as one harmless line of at most 100 characters', async () => {
    const hostile = {
      displayName: `a\n\u202eevil\u0000${'x'.repeat(5000)}`,
      defaultDomainName: `${'d'.repeat(250)}.example`,
    };
    await keepFound(harness.runs, harness.clock, { at: START + 1, tenants: [{ ...working(1), ...hostile }] });
    const [found] = await suggest('check', 'tenant', 'evil');
    expect(found?.label).toMatch(/^a evil x+… \(d+…$/);
    expect(found?.label.length).toBeLessThanOrEqual(100);
    expect(found?.value).toBe(tenantId(1));
  });

  it('offers topics by their words, all of them at first, and gives articles’ ids', async () => {
    const [best] = await suggest('troubleshoot', 'topic', 'tenant missing', VIEWER);
    expect(best).toMatchObject({ value: 'portal-tenant-missing' });
    expect(await suggest('troubleshoot', 'topic', '', VIEWER)).toHaveLength(25);
    expect(await suggest('troubleshoot', 'topic', 'qqqqqqq', VIEWER)).toEqual([]);
  });

  it('offers connections', async () => {
    harness = await createHarness({ connections: [WORKING, { ...WORKING, name: 'north', workspaces: [HOME] }] });
    expect(await suggest('testtokens', 'connection', 'NOR')).toEqual([{ label: 'north', value: 'north' }]);
  });

  it('offers commands that the person may run, and no others', async () => {
    const values = async (person: typeof ADMIN) =>
      (await suggest('help', 'command', '', person)).map(({ value }) => value);
    expect(await values(NOBODY)).toEqual(['help']);
    expect(await values(VIEWER)).not.toContain('testtokens');
    expect(await values(ADMIN)).toContain('access grant');
  });

  it('offers nothing to who may not run the command', async () => {
    for (const person of [NOBODY, VIEWER]) expect(await suggest('check', 'tenant', '', person)).toEqual([]);
    await harness.access.revoke(`discord:user:${TECHNICIAN.id}`);
    expect(await suggest('check', 'tenant', '')).toEqual([]);
  });

  it('offers nothing in a direct message where the command is not answered', async () => {
    expect(await suggest('check', 'tenant', '', ADMIN, DIRECT)).toEqual([]);
    expect(await suggest('troubleshoot', 'topic', 'mfa', ADMIN, DIRECT)).not.toEqual([]);
  });

  it('offers nothing for what there is not', async () => {
    expect(await suggest('drop', 'tenant', '')).toEqual([]);
    expect(await suggest('check', 'nonsense', '')).toEqual([]);
    expect(await suggest('constructor', '__proto__', '')).toEqual([]);
  });

  it('never rejects: a fault of ours is reported and nothing is offered', async () => {
    harness.runs.knownTenants = () => Promise.reject(new Error('the database is gone'));
    expect(await suggest('check', 'tenant', 'x')).toEqual([]);
    expect(harness.faults.map((fault) => String(fault.error))).toEqual(['Error: the database is gone']);
  });
});
