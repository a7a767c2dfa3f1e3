import { describe, expect, it } from 'vitest';
import { selectTenants } from '../../../../src/core/model/tenants/select-tenants.ts';
import { isDomain, isGuid } from '../../../../src/core/model/tenants/tenant-id.ts';
import { tenantId } from '../../fixtures.ts';

const tenant = (number: number, displayName: string | null, defaultDomainName: string | null = null) => ({
  tenantId: tenantId(number),
  displayName,
  defaultDomainName,
});
const contoso = tenant(1, 'Contoso Ltd', 'contoso.onmicrosoft.com');
const north = tenant(2, 'Fabrikam North', 'fabrikam-north.com');
const south = tenant(3, 'Fabrikam South', 'fabrikam-south.com');
const nameless = tenant(4, null, null);
const customers = [contoso, north, south, nameless];
const own = tenant(99, 'Own tenant (partner)', 'msp.example');

const chosen = (...names: string[]) => {
  const selection = selectTenants(names, customers, own);
  return selection.ok ? selection.tenants : selection.problems;
};
const problem = (name: string, list = customers): string => {
  const selection = selectTenants([name], list, own);
  return selection.ok ? 'none' : selection.problems.join(' | ');
};

describe('selectTenants', () => {
  it.each([
    ['its id', contoso.tenantId.toUpperCase(), contoso],
    ['its domain', ' Contoso.OnMicrosoft.com ', contoso],
    ['the first part of its domain', 'contoso', contoso],
    ['its name', 'contoso ltd', contoso],
    ['a part of its name', 'north', north],
    ['a part of its domain', 'fabrikam-s', south],
    ['the id of one without a name', nameless.tenantId, nameless],
    ['the partner’s own domain', 'msp.example', own],
  ])('finds a tenant by %s', (_how, name, expected) => expect(chosen(name)).toEqual([expected]));

  it('takes a tenant once that was named twice', () => {
    expect(chosen('contoso', contoso.tenantId, 'north')).toEqual([contoso, north]);
  });

  it('asks back what fits several, and names them', () => {
    expect(problem('fabrikam')).toBe(
      `“fabrikam” fits 2 tenants: Fabrikam North (fabrikam-north.com, ${tenantId(2)}); Fabrikam South (fabrikam-south.com, ${tenantId(3)}). Name one by its id or domain.`,
    );
  });

  it('shows five of many that fit', () => {
    const many = Array.from({ length: 9 }, (_, index) => tenant(index, `Same ${index}`));
    expect(problem('same', many)).toMatch(/fits 9 tenants: .* and 4 others\. Name one/);
  });

  it('counts the customers without the partner’s own tenant', () => {
    expect(problem('nobody at all')).toBe(
      'There is no tenant “nobody at all” among your 4 customers of this connection.',
    );
    expect(problem('nobody at all', [contoso])).toContain('among your 1 customer of');
  });

  it('suggests the tenant that is at most two edits away', () => {
    expect(problem('contoso ldt')).toMatch(/Did you mean Contoso Ltd \(contoso\.onmicrosoft\.com, /);
    expect(problem('contoso lxyz')).not.toMatch(/Did you mean/);
  });

  it('never matches part of an id, nor one or two letters', () => {
    expect(problem(tenantId(1).slice(0, 20))).toMatch(/There is no tenant/);
    expect(problem('co')).toMatch(/There is no tenant/);
    expect(problem('  ')).toMatch(/is empty/);
  });

  it('lets no name pretend to be the id or domain of another tenant', () => {
    const impostor = tenant(7, contoso.tenantId, 'impostor.example');
    const other = tenant(8, 'contoso.onmicrosoft.com', 'other.example');
    const selection = selectTenants([contoso.tenantId, 'contoso.onmicrosoft.com'], [impostor, other, contoso]);
    expect(selection).toEqual({ ok: true, tenants: [contoso] });
  });

  it('takes an id that the list lacks, and a domain that looks like none of it, where that is wanted', () => {
    const id = tenantId(4242);
    const taken = { takeUnlisted: true };
    expect(selectTenants([id, 'left.example'], [contoso], undefined, taken)).toEqual({
      ok: true,
      tenants: [
        { tenantId: id, displayName: null, defaultDomainName: null, unlisted: true },
        { tenantId: 'left.example', displayName: null, defaultDomainName: 'left.example', unlisted: true },
      ],
    });
    const impostor = tenant(7, id, 'impostor.example');
    expect(selectTenants([id], [impostor], undefined, taken)).toMatchObject({
      tenants: [{ tenantId: id, unlisted: true }],
    });
    expect(selectTenants(['contosso.onmicrosoft.com'], [contoso], undefined, taken)).toMatchObject({ ok: false });
    expect(problem('left.example')).toMatch(/There is no tenant/);
  });

  it('shows hostile names as harmless lines', () => {
    const hostile = [tenant(5, `Evil\u001B[2J\u202E\n${'x'.repeat(3000)}`), tenant(6, 'Evil twin')];
    const text = problem('evil', hostile);
    expect(text).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text.length).toBeLessThan(400);
    expect(problem(`no\u001B[31m${'y'.repeat(3000)}`)).toMatch(/^There is no tenant “no \[31my+…” among/);
  });

  it('tells every name that leads nowhere at once', () => {
    expect(chosen('nobody', 'contoso', 'fabrikam')).toHaveLength(2);
  });

  it('takes ids and domains as they are when the list could not be read, and nothing else', () => {
    expect(selectTenants([tenantId(1).toUpperCase(), 'Contoso.com'], undefined)).toEqual({
      ok: true,
      tenants: [tenant(1, null), { tenantId: 'contoso.com', displayName: null, defaultDomainName: 'contoso.com' }],
    });
    expect(selectTenants(['Contoso'], undefined)).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^The tenant “Contoso” cannot be looked up, .* id or domain\.$/)],
    });
  });
});

describe('isGuid and isDomain', () => {
  it('know their own', () => {
    expect([tenantId(1), tenantId(1).toUpperCase()].every(isGuid)).toBe(true);
    expect(
      ['', `${tenantId(1)}0`, ` ${tenantId(1)}`, `{${tenantId(1)}}`, tenantId(1).replaceAll('-', '')].some(isGuid),
    ).toBe(false);
    expect(['a.co', 'contoso.onmicrosoft.com', 'xn--bcher-kva.example', 'a-b.c-d.museum'].every(isDomain)).toBe(true);
    expect(
      ['', 'contoso', '.com', 'a..com', '-a.com', 'a-.com', 'a b.com', '1.2.3.4', 'a.com/x', 'a.com#'].some(isDomain),
    ).toBe(false);
  });
});
