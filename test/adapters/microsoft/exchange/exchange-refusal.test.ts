import { describe, expect, it } from 'vitest';
import { parseExchangeRefusal } from '../../../../src/adapters/microsoft/exchange/read-exchange.ts';
import { answer } from '../fake-transport.ts';

const parse = (body: unknown, status = 403, headers = {}) =>
  parseExchangeRefusal(answer(status, body, headers), (text) => text.replaceAll('hush', '[secret]'));
const CHALLENGE =
  'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", token_types="app_asserted_user_v1", error="invalid_token"';

describe('parseExchangeRefusal', () => {
  it.each(['internalexception', 'internalException'])(
    'reads every level of text once, the most telling first (%s)',
    (name) => {
      const body = {
        error: {
          code: 'Forbidden',
          message: 'outer',
          details: [{ message: 'detail', target: 't' }, { message: 'outer' }],
          innererror: { message: 'inner', type: 'T', [name]: { message: 'deepest', type: 'U' } },
        },
      };
      expect(parse(body)).toEqual({
        httpStatus: 403,
        codes: [],
        error: 'Forbidden',
        message: 'detail · outer · deepest · inner',
      });
    },
  );

  it('reads a single detail, and innerError in the other spelling', () => {
    const body = { error: { code: '', details: { message: 'one' }, innerError: { message: 'two' } } };
    expect(parse(body).message).toBe('one · two');
  });

  it('reads the headers of an empty 401', () => {
    const headers = {
      'www-authenticate': CHALLENGE,
      'x-ms-diagnostics': `2000003;reason="The audience claim value is invalid 'aud'.";error_category="invalid_resource"`,
      'request-id': 'r',
      date: 'Fri, 02 Jan 2026 03:04:05 GMT',
    };
    expect(parse('', 401, headers)).toEqual({
      httpStatus: 401,
      codes: [],
      error: 'invalid_token',
      message: "The audience claim value is invalid 'aud'.",
      requestId: 'r',
      timestamp: headers.date,
    });
    expect(parse('', 401, { 'x-ms-diagnostics': 'other words' }).message).toBe('other words');
  });

  it.each([
    ['other types', { error: { code: 1, message: {}, details: 'x', innererror: 7 } }],
    ['text for an error', { error: 'x' }],
    ['a web page', '<html>'],
    ['nothing', ''],
  ])('makes an empty refusal of %s, which is nobody’s own', (_what, body) => {
    const { message: _beginning, ...rest } = parse(body);
    expect(rest).toEqual({ httpStatus: 403, codes: [], foreign: true });
  });

  it('cleans every text', () => {
    const body = {
      error: { code: 'hush', message: 'hush', details: [{ message: 'hush' }], innererror: { message: 'a hush' } },
    };
    expect(JSON.stringify(parse(body, 403, { 'request-id': 'hush' }))).not.toContain('hush');
  });
});
