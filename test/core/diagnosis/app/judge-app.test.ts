import { describe, expect, it } from 'vitest';
import { judgeMfaReport, judgePrincipal, judgeRoles } from '../../../../src/core/diagnosis/app/app-judgements.ts';
import type { AppGrants, Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { pass, refuse } from '../../fake-cloud.ts';

const SIX = ['AuditLog', 'Directory', 'Policy', 'Reports', 'RoleManagement', 'User'].map((name) => `${name}.Read.All`);
const denied = (error = 'Authorization_RequestDenied', message = ''): Fault => ({
  kind: 'refused',
  httpStatus: 403,
  codes: [],
  error,
  message,
});
const grants = (enabled: boolean | null) =>
  pass<AppGrants>({
    principal: { ok: true, value: { id: 'p', displayName: null, enabled, assignmentRequired: null } },
    delegated: { ok: true, value: [] },
    application: { ok: true, value: [] },
    users: { ok: true, value: undefined },
  });

describe('judgeRoles', () => {
  it('passes with the six, and with what holds more than one of them', () => {
    expect(judgeRoles(SIX).status).toBe('pass');
    const more = [...SIX.filter((one) => one !== 'Directory.Read.All'), 'Directory.ReadWrite.All'];
    expect(judgeRoles(more).status).toBe('pass');
  });

  it('does not know what a token carries that cannot be read', () => {
    expect(judgeRoles(undefined)).toMatchObject({ status: 'unknown' });
  });

  it('tells no consent at all from one permission that is missing', () => {
    expect(judgeRoles([])).toMatchObject({ status: 'fail', cause: 'consent.missing' });
    expect(judgeRoles(SIX.slice(1))).toMatchObject({ status: 'fail', cause: 'permission.scope-missing' });
    expect(judgeRoles(SIX.filter((one) => one !== 'Reports.Read.All'))).toMatchObject({ status: 'warn' });
  });

  it('gives what is missing as data too', () => {
    expect(judgeRoles([]).evidence).toEqual({ permissions: SIX });
    expect(judgeRoles(SIX.slice(2)).evidence).toEqual({ permissions: SIX.slice(0, 2) });
    expect(judgeRoles(SIX).evidence).toBeUndefined();
  });
});

describe('judgePrincipal', () => {
  it('is never green for what is not said or may not be read', () => {
    expect(judgePrincipal(grants(true)).status).toBe('pass');
    expect(judgePrincipal(grants(false))).toMatchObject({ status: 'fail', cause: 'app.disabled' });
    expect(judgePrincipal(grants(null))).toMatchObject({ status: 'unknown' });
    expect(judgePrincipal(refuse(denied()))).toMatchObject({
      status: 'unknown',
      reason: 'Not known: the app may not read it. Application.Read.All or Directory.Read.All is missing.',
      evidence: { httpStatus: 403, permissions: ['Application.Read.All'] },
    });
    expect(judgePrincipal(refuse({ kind: 'timeout', detail: 'no answer' })).status).toBe('unknown');
  });
});

describe('judgeMfaReport', () => {
  it('degrades to a warning that names what is missing, and nothing else does', () => {
    const premium = denied(
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
    expect(judgeMfaReport(refuse(premium), SIX).reason).toContain('Entra ID P1');
    expect(judgeMfaReport(refuse(denied()), ['User.Read.All'])).toMatchObject({
      reason: expect.stringContaining('AuditLog.Read.All'),
      evidence: { httpStatus: 403, permissions: ['AuditLog.Read.All'] },
    });
    expect(judgeMfaReport(refuse(denied()), SIX)).toMatchObject({ status: 'warn' });
    for (const { evidence } of [
      judgeMfaReport(refuse(denied()), SIX),
      judgeMfaReport(refuse(premium), ['User.Read.All']),
    ])
      expect(evidence).not.toHaveProperty('permissions');
    expect(judgeMfaReport(refuse({ kind: 'timeout', detail: 'no answer' }), SIX).status).toBe('unknown');
    expect(judgeMfaReport(pass(undefined), SIX).status).toBe('pass');
  });
});
