import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../src/adapters/microsoft/http/retry-after.ts';
import { toTransportFault } from '../../../../src/adapters/microsoft/http/transport-fault.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('parseRetryAfter', () => {
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ])('reads “%s” as %d ms', (text, ms) => expect(parseRetryAfter(text, NOW)).toBe(ms));

  it.each([undefined, '', 'soon', '-5', '1e9', 'NaN', '5 s'])('makes nothing of “%s”', (text) => {
    expect(parseRetryAfter(text, NOW)).toBeUndefined();
  });

  it('takes the first of several', () => expect(parseRetryAfter(['3', '9'], NOW)).toBe(3000));
});

const failed = (code: string, cause?: unknown) => Object.assign(new Error('secret url', { cause }), { code });

describe('toTransportFault', () => {
  it.each([
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['ENOTFOUND', 'unreachable'],
    ['EAI_AGAIN', 'unreachable'],
    ['ECONNREFUSED', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['EPIPE', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['UND_ERR_SOCKET', 'unreachable'],
    ['EWHATEVER', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'intercepted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'intercepted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'intercepted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'intercepted'],
    ['CERT_HAS_EXPIRED', 'intercepted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'intercepted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'intercepted'],
    ['HPE_INVALID_CONSTANT', 'intercepted'],
  ])('takes %s for %s and names code and host', (code, kind) => {
    const fault = toTransportFault(failed(code), 'login.example');
    expect(fault.kind).toBe(kind);
    expect('detail' in fault ? fault.detail : '').toMatch(new RegExp(`login\\.example.*${code}`));
  });

  it('finds the code of an inner error, and of several that were gathered', () => {
    expect(toTransportFault(failed('UND_ERR', failed('CERT_HAS_EXPIRED')), 'h').kind).toBe('intercepted');
    const gathered = new AggregateError([failed('ECONNREFUSED'), failed('ETIMEDOUT')]);
    expect(toTransportFault(gathered, 'h').kind).toBe('timeout');
  });

  it('never repeats a message, and takes anything thrown', () => {
    expect(JSON.stringify(toTransportFault(failed('ECONNRESET'), 'h'))).not.toContain('secret url');
    expect(toTransportFault('text', 'h')).toEqual({
      kind: 'unreachable',
      detail: 'h: the connection failed (unknown error)',
    });
    const loop = failed('ONE');
    loop.cause = loop;
    expect(toTransportFault(loop, 'h').kind).toBe('unreachable');
  });
});
