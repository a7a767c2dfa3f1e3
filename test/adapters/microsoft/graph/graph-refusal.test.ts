import { describe, expect, it } from 'vitest';
import { createCleaner } from '../../../../src/adapters/microsoft/clean-text.ts';
import { parseGraphRefusal } from '../../../../src/adapters/microsoft/graph/graph-refusal.ts';
import { answer } from '../fake-transport.ts';

const clean = createCleaner([]);
const parse = (body: unknown, status = 403, headers = {}) => parseGraphRefusal(answer(status, body, headers), clean);
const inner = { date: '2026-01-02T03:04:05', 'request-id': 'inner-r', 'client-request-id': 'inner-c' };
const error = { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' };

describe('parseGraphRefusal', () => {
  it.each(['innerError', 'innererror'])('reads code, message and the ids of %s', (name) => {
    expect(parse({ error: { ...error, [name]: inner } })).toEqual({
      httpStatus: 403,
      codes: [],
      error: 'Authorization_RequestDenied',
      message: 'Insufficient privileges.',
      requestId: 'inner-r',
      correlationId: 'inner-c',
      timestamp: '2026-01-02T03:04:05',
    });
  });

  it('takes the ids of the headers first', () => {
    const headers = { 'request-id': 'r', 'client-request-id': 'c', date: 'Fri, 02 Jan 2026 03:04:05 GMT' };
    expect(parse({ error: { ...error, innerError: inner } }, 403, headers)).toMatchObject({
      requestId: 'r',
      correlationId: 'c',
    });
    expect(parse({ error }, 403, headers).timestamp).toBe(headers.date);
  });

  it.each(['', 'UnknownError', undefined])('unwraps the JSON inside the message under the code “%s”', (code) => {
    const message = JSON.stringify({ error: { code: 'Forbidden', message: 'The tenant is not licensed.' } });
    expect(parse({ error: { code, message } })).toMatchObject({
      error: 'Forbidden',
      message: 'The tenant is not licensed.',
    });
  });

  it('keeps UnknownError where nothing lies inside, and takes the inner code for an empty one', () => {
    expect(parse({ error: { code: 'UnknownError', message: '' } }).error).toBe('UnknownError');
    expect(parse({ error: { code: '', message: 'm', innerError: { code: 'throttledRequest' } } }).error).toBe(
      'throttledRequest',
    );
  });

  it('hands a claims challenge on as the JSON that a token request wants', () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1767225600"}}}';
    const challenge = `Bearer realm="", authorization_uri="https://x", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    expect(parse('', 401, { 'www-authenticate': challenge })).toEqual({
      httpStatus: 401,
      codes: [],
      error: 'insufficient_claims',
      claims,
    });
    expect(parse('', 401, { 'www-authenticate': 'Bearer claims="plain words"' }).claims).toBe('plain words');
  });

  it('finds the codes of the sign-in service in a message', () => {
    expect(parse({ error: { code: 'x', message: 'AADSTS53003: blocked. AADSTS53003' } }).codes).toEqual([53003]);
  });

  it.each([
    ['text for an error', { error: 'invalid_token' }],
    ['numbers', { error: { code: 5, message: [], innerError: 'x' } }],
    ['null', 'null'],
    ['a web page', '<html>'],
    ['nothing', ''],
  ])('makes an empty refusal of %s, which is nobody’s own', (_what, body) => {
    const { message: _beginning, ...rest } = parse(body);
    expect(rest).toEqual({ httpStatus: 403, codes: [], foreign: true });
  });

  it('cuts tokens out of what it hands on', () => {
    const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`;
    const refusal = parse({ error: { code: token, message: `no ${token}` } }, 401, { 'request-id': token });
    expect(JSON.stringify(refusal)).not.toContain('eyJ');
  });
});
