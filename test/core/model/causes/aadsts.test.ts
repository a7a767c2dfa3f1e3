import { describe, expect, it } from 'vitest';
import table from '../../../../src/core/model/causes/aadsts.json' with { type: 'json' };
import { aadstsEntry, aadstsVerdict, formatAadsts, leadingCode } from '../../../../src/core/model/causes/aadsts.ts';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';

const CODES = table.map(({ code }) => Number(code.slice('AADSTS'.length)));

/** The codes that mean a cause by themselves, as the vocabulary of causes has them. */
const CERTAIN: [CauseId, number[]][] = [
  ['credential.secret-invalid', [7000215, 70002]],
  ['credential.secret-expired', [7000222]],
  ['credential.certificate-invalid', [700027, 700024]],
  ['credential.malformed', [9002313, 900144, 90013]],
  ['credential.wrong-client', [700007]],
  ['token.expired', [700082, 70008, 700084, 700081]],
  ['token.revoked', [50173, 50133, 700003, 135010, 135011]],
  ['token.sign-in-frequency', [70043, 70044, 50078]],
  ['mfa.required', [50076, 50074]],
  ['mfa.not-registered', [50079, 50072]],
  ['mfa.third-party', [50158]],
  ['access.conditional-access', [53000, 53001, 53002, 53003, 530002, 530003, 530032, 50131, 50178]],
  ['access.security-defaults', [530035]],
  ['access.risk-blocked', [53011, 53004, 530034]],
  ['access.cross-tenant-policy', [500212, 500213]],
  ['access.not-assigned', [50105]],
  ['account.disabled', [50057]],
  ['account.locked', [50053]],
  ['account.not-found', [50034, 500341]],
  ['account.password', [50126, 50055]],
  ['account.no-path', [50020, 90072]],
  ['app.not-in-tenant', [700016, 7000229]],
  ['app.disabled', [7000112, 70001]],
  ['app.misconfigured', [50194, 50011, 700025, 650057, 65002, 70011, 700022, 65005]],
  ['consent.missing', [65001, 65004, 90094, 650056]],
  ['consent.not-authorized-for-partner', [90099]],
  ['resource.not-in-tenant', [500011, 650052]],
  ['resource.disabled', [500014]],
  ['tenant.not-found', [90002, 900023]],
  ['tenant.wrong-cloud', [90038, 900382, 900432]],
  ['throttle.entra', [90055]],
  ['throttle.loop', [50196]],
  ['service.unavailable', [90033, 90006]],
];
const pairs = CERTAIN.flatMap(([cause, codes]) => codes.map((code) => ({ code, cause })));

describe('the table of AADSTS codes', () => {
  it('holds all 392 known codes, each with a meaning', () => {
    expect(CODES).toHaveLength(392);
    expect(new Set(CODES).size).toBe(392);
    for (const code of CODES) expect(aadstsEntry(code)?.meaning, String(code)).toMatch(/\w{3}/);
  });

  it('gives every code a cause', () => {
    for (const code of CODES) expect(aadstsVerdict(code), String(code)).toBeDefined();
  });

  it('knows every code that means a cause', () => {
    for (const { code } of pairs) expect(aadstsEntry(code)?.code, String(code)).toBe(`AADSTS${code}`);
  });
});

describe('aadstsVerdict', () => {
  it.each(pairs)('takes $code for $cause, exactly', ({ code, cause }) => {
    expect(aadstsVerdict(code)).toMatchObject({ cause, confidence: 'exact' });
  });

  it.each([
    [50177, 'mfa.third-party'],
    [70000, 'token.revoked'],
    [5000224, 'tenant.deleted'],
    [5000225, 'tenant.deleted'],
    [90093, 'permission.insufficient'],
  ])('takes %d for %s, but no more than likely', (code, cause) => {
    expect(aadstsVerdict(code)).toMatchObject({ cause, confidence: 'likely' });
  });

  it('lets the code of a cross-tenant policy say which side has to act', () => {
    expect(aadstsVerdict(500212)?.owner).toBe('partner');
    expect(aadstsVerdict(500213)?.owner).toBe('customer');
  });

  it('calls a code of the table without a cause documented, and a code of nobody nothing', () => {
    expect(aadstsVerdict(16001)).toMatchObject({ cause: 'unknown.documented', confidence: 'likely' });
    expect(aadstsVerdict(1)).toBeUndefined();
  });
});

describe('leadingCode', () => {
  it('puts a particular code before an umbrella, a known one before a documented, any before none', () => {
    expect(leadingCode([70000, 50173])).toBe(50173);
    expect(leadingCode([70002, 7000222])).toBe(7000222);
    expect(leadingCode([16001, 70000])).toBe(70000);
    expect(leadingCode([9999999, 16001])).toBe(16001);
    expect(leadingCode([9999999])).toBe(9999999);
    expect(leadingCode([])).toBeUndefined();
  });

  it('keeps the first of two that say as much', () => {
    expect(leadingCode([50076, 53003])).toBe(50076);
    expect(leadingCode([53003, 50076])).toBe(53003);
  });
});

describe('formatAadsts', () => {
  it('writes a code as Microsoft does', () => expect(formatAadsts(50076)).toBe('AADSTS50076'));
});
