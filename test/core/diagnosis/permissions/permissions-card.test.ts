import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { toPlainLine } from '../../../../src/core/cards/inline.ts';
import {
  toFleetPermissionsCard,
  toPermissionsCard,
} from '../../../../src/core/diagnosis/permissions/permissions-card.ts';
import { toPermissionsJson } from '../../../../src/core/diagnosis/permissions/permissions-json.ts';
import { PERMISSION_SETS, parsePermissionSet } from '../../../../src/core/model/permissions/permission-set.ts';
import { textOf } from '../../cards/card-texts.ts';
import { pass, refuse } from '../../fake-cloud.ts';
import { tenantId } from '../../fixtures.ts';
import { FORBIDDEN, grants, readIn } from './permissions-fixture.ts';

const schema = JSON.parse(readFileSync(new URL('../../../../docs/permissions.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
const without = (id: string) => ({
  grants: (tenant: string) => (tenant === id ? pass(grants({ application: { ok: true, value: [] } })) : pass(grants())),
});

describe('the card of permissions', () => {
  it('says what is missing first, who grants it, and gives the consent page of the tenant', async () => {
    const { reading } = await readIn(without(tenantId(1)));
    const [one] = reading.tenants;
    if (!one) throw new Error('no tenant');
    const card = toPermissionsCard(reading, one, 'consent-missing');
    expect(toPlainLine(card.title, String)).toBe(
      'Tenant 1 (tenant1.example): 1 of 4 permissions needed by the test are missing',
    );
    expect(toPlainLine(card.aside ?? [], String)).toBe('theirs');
    expect(textOf(card)).toMatch(/Nobody consented here to \(1\)[\s\S]*Directory\.Read\.All[\s\S]*Next:/);
    expect(card.actions[0]).toMatchObject({
      kind: 'link',
      url: expect.stringContaining(`/${tenantId(1)}/adminconsent?`),
    });
  });

  it('is no green card where something could not be read', async () => {
    const { reading } = await readIn({ grants: () => refuse(FORBIDDEN) });
    const [one] = reading.tenants;
    if (!one) throw new Error('no tenant');
    expect(toPermissionsCard(reading, one, 'consent-missing').tone).toBe('unknown');
    expect(toFleetPermissionsCard(reading).tone).toBe('unknown');
  });

  it('names the tenants of the fleet that lack a permission', async () => {
    const { reading } = await readIn(without(tenantId(2)), { tenants: [] });
    const card = toFleetPermissionsCard(reading);
    expect(card.summary).toBe('1 of 3 tenants lacks permissions needed by the test');
    expect(textOf(card)).toMatch(/Directory\.Read\.All.*Lacking in 1 of 3 tenants.*Tenant 2/);
  });
});

describe('docs/permissions.schema.json', () => {
  it('holds for one tenant and for the fleet, whatever could be read', async () => {
    const cases = [
      await readIn({}),
      await readIn({ grants: () => refuse(FORBIDDEN), manifest: refuse(FORBIDDEN) }),
      await readIn(without(tenantId(2)), { tenants: [] }),
    ];
    for (const { reading } of cases) {
      const json = { schema: 'samaritan.permissions/1', ...toPermissionsJson(reading, reading.tenants.length > 1) };
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...json, more: 1 })).toBe(false);
    }
  });
});

describe('parsePermissionSet', () => {
  it('takes every set that comes with Samaritan', () => {
    expect(Object.values(PERMISSION_SETS).map(({ id, required }) => [id, required.length > 5])).toEqual([
      ['samaritan', true],
      ['cipp', true],
      ['service-principal-reader', true],
    ]);
  });

  it('refuses what is no set', () => {
    const api = { name: 'Graph', id: tenantId(1), delegated: ['User.Read'] };
    expect(() => parsePermissionSet('own', '{')).toThrow(SyntaxError);
    for (const set of [{}, { title: 'x', apis: [] }, { title: 'x', apis: [{ ...api, id: 'graph' }] }])
      expect(() => parsePermissionSet('own', set)).toThrow();
    expect(() => parsePermissionSet('own', { title: 'x', apis: [{ ...api, delegated: ['A', 'A'] }] })).toThrow('twice');
  });
});
