import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NoAnswer } from '../../../src/adapters/http/no-answer.ts';

const failed = (code: string, cause?: unknown) => Object.assign(new Error('secret url', { cause }), { code });

describe('NoAnswer', () => {
  it.each([
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['ENOTFOUND', 'unreachable'],
    ['EAI_FAIL', 'unreachable'],
    ['EPROTO', 'unreachable'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'unreachable'],
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
    ['EMFILE', 'local'],
    ['ENFILE', 'local'],
    ['ENOBUFS', 'local'],
    ['ENOMEM', 'local'],
    ['EACCES', 'local'],
    ['EADDRNOTAVAIL', 'local'],
  ])('takes %s for %s and names code and host', (code, kind) => {
    const fault = NoAnswer.from(failed(code), 'login.example');
    expect(fault).toMatchObject({ kind, code });
    expect(fault.message).toMatch(new RegExp(`login\\.example.*${code}`));
  });

  it('finds the code of an inner error, and of several that were gathered', () => {
    expect(NoAnswer.from(failed('UND_ERR', failed('CERT_HAS_EXPIRED')), 'h').kind).toBe('intercepted');
    const gathered = new AggregateError([failed('ECONNREFUSED'), failed('ETIMEDOUT')]);
    expect(NoAnswer.from(gathered, 'h').kind).toBe('timeout');
  });

  it('names the code that decided', () => {
    const gathered = Object.assign(new AggregateError([failed('ECONNREFUSED'), failed('ETIMEDOUT')]), {
      code: 'ECONNREFUSED',
    });
    expect(NoAnswer.from(gathered, 'h')).toMatchObject({ kind: 'timeout', code: 'ETIMEDOUT', reached: 'no' });
  });

  it.each([
    [407, 'intercepted', 'demands a sign-in'],
    [403, 'intercepted', 'did not let it through'],
    [502, 'unreachable', 'did not reach it'],
  ])('tells that a proxy opens no way: %d', (status, kind, words) => {
    const message = `Proxy response (${status}) !== 200 when HTTP Tunneling`;
    const refused = Object.assign(new Error(message), { code: 'UND_ERR_ABORTED' });
    const answer = NoAnswer.from(refused, 'h');
    expect(answer).toMatchObject({ kind, reached: kind === 'unreachable' ? 'no' : 'maybe', code: `PROXY_${status}` });
    expect(answer.message).toContain(words);
  });

  it('never repeats a message, and takes anything thrown', () => {
    expect(inspect(NoAnswer.from(failed('ECONNRESET'), 'h'), { depth: 9 })).not.toContain('secret url');
    expect(NoAnswer.from('text', 'h')).toMatchObject({
      kind: 'unreachable',
      message: 'h: the connection failed (unknown error)',
    });
    const loop = failed('ONE');
    loop.cause = loop;
    expect(NoAnswer.from(loop, 'h').kind).toBe('unreachable');
  });

  it.each([
    ['ENOTFOUND', 'no'],
    ['ECONNREFUSED', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'no'],
    ['CERT_HAS_EXPIRED', 'no'],
    ['ECONNRESET', 'maybe'],
    ['UND_ERR_SOCKET', 'maybe'],
    ['EWHATEVER', 'maybe'],
  ])('tells of %s whether the request can have arrived: %s', (code, reached) => {
    expect(NoAnswer.from(failed('OUTER', failed(code)), 'h').reached).toBe(reached);
  });
});
