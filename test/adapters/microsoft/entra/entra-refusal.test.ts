import { describe, expect, it } from 'vitest';
import { parseEntraRefusal } from '../../../../src/adapters/microsoft/entra/entra-refusal.ts';
import { answer } from '../fake-transport.ts';

const IDS = {
  trace: '11111111-1111-4111-8111-111111111111',
  correlation: '22222222-2222-4222-8222-222222222222',
  time: '2026-01-02 03:04:05Z',
};
const TEXT = "AADSTS50076: Due to a configuration change, you must use MFA to access 'x'.";
const described = (separator: string) =>
  [TEXT, `Trace ID: ${IDS.trace}`, `Correlation ID: ${IDS.correlation}`, `Timestamp: ${IDS.time}`].join(separator);
const CLAIMS = '{"access_token":{"capolids":{"essential":true,"values":["a-b"]}}}';
const whole = {
  error: 'invalid_grant',
  error_description: described('\r\n'),
  error_codes: [50076, 70000],
  timestamp: IDS.time,
  trace_id: IDS.trace,
  correlation_id: IDS.correlation,
  error_uri: 'https://login.microsoftonline.com/error?code=50076',
  suberror: 'basic_action',
  claims: CLAIMS,
};
const parse = (body: unknown, status = 400, headers = {}) =>
  parseEntraRefusal(answer(status, body, headers), (text) => text.replaceAll('hush', '[secret]'));

describe('parseEntraRefusal', () => {
  it('reads every field, and the description without its ids', () => {
    expect(parse(whole, 400, { 'x-ms-request-id': 'r' })).toEqual({
      httpStatus: 400,
      codes: [50076, 70000],
      error: 'invalid_grant',
      suberror: 'basic_action',
      message: TEXT,
      traceId: IDS.trace,
      correlationId: IDS.correlation,
      timestamp: IDS.time,
      claims: CLAIMS,
      errorUri: whole.error_uri,
      requestId: 'r',
    });
  });

  it.each([
    ['CR LF', '\r\n'],
    ['a blank', ' '],
    ['LF', '\n'],
  ])('reads ids and codes out of the text where the fields were stripped (%s)', (_what, separator) => {
    const refusal = parse({ error: 'invalid_grant', error_description: described(separator) });
    expect(refusal).toMatchObject({
      codes: [50076],
      message: TEXT,
      traceId: IDS.trace,
      correlationId: IDS.correlation,
      timestamp: IDS.time,
    });
  });

  it.each([
    ['strings', ['50076', '70000'], [50076, 70000]],
    ['garbage among them', [null, 'x', 50076, {}, true, -1, 1.5, ''], [50076]],
    ['nothing but garbage', [null, {}], [50076]],
    ['no list', '50076', [50076]],
    ['an empty list', [], [50076]],
  ])('reads codes that are %s', (_what, error_codes, codes) => {
    expect(parse({ ...whole, error_codes }).codes).toEqual(codes);
  });

  it('names each code of a text once, in its order', () => {
    expect(parse({ error_description: 'AADSTS70000 then AADSTS50173, AADSTS70000; AADSTS12 is none' }).codes).toEqual([
      70000, 50173,
    ]);
  });

  it('writes a claims object as the text it stands for', () => {
    expect(parse({ ...whole, claims: JSON.parse(CLAIMS) }).claims).toBe(CLAIMS);
  });

  it.each([
    [
      'other types',
      { error: 5, error_description: ['x'], suberror: {}, trace_id: 7, claims: 3, timestamp: null, correlation_id: [] },
    ],
    ['a list', []],
    ['null', 'null'],
    ['a web page', '<html>down</html>'],
    ['nothing', ''],
    ['half a body', '{"error":"inv'],
  ])('makes an empty refusal of %s, which is nobody’s own', (_what, body) => {
    const { message: _beginning, ...rest } = parse(body, 401);
    expect(rest).toEqual({ httpStatus: 401, codes: [], foreign: true });
  });

  it('cleans every field', () => {
    const dirty = Object.fromEntries(
      Object.entries(whole).map(([name, value]) => [name, typeof value === 'string' ? `hush ${value}` : value]),
    );
    expect(JSON.stringify(parse(dirty, 400, { 'x-ms-request-id': 'hush' }))).not.toContain('hush');
  });
});
