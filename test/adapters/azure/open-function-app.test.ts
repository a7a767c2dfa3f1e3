import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../../src/adapters/azure/open-function-app.ts';
import { inspectAnswer, readVaultRefusal } from '../../../src/adapters/azure/vault-refusal.ts';
import { NoAnswer } from '../../../src/adapters/http/no-answer.ts';

const OWN = { 'x-ms-request-id': '1' };
const REFUSAL = JSON.stringify({ error: { code: 'X', message: 'y' } });

describe('what answers for Azure’s Resource Manager', () => {
  it.each([
    ['its yes', 200, OWN, '', undefined],
    ['the yes of something between', 200, {}, '<h1>Sign in</h1>', 'foreign'],
    ['a stranger’s 404', 404, {}, 'not found', 'foreign'],
    ['its 404', 404, OWN, REFUSAL, 'absent'],
    ['a yes with an error in it', 200, OWN, REFUSAL, 'refused'],
    ['a fault of its own', 503, OWN, '', 'refused'],
    ['a fault of a server that may be anybody’s', 503, {}, '', 'foreign'],
    ['a stranger’s limit', 429, {}, '{"error":{"code":"429","message":"slow down"}}', 'foreign'],
  ])('is taken for what it is: %s', (_name, status, headers, body, id) => {
    expect(readRefusal({ status, headers, body })?.id).toBe(id);
  });
});

describe('what answers for a key vault', () => {
  it.each([
    ['no secret', 200, {}, '{"value":"x"}', 'not-a-vault'],
    ['a gateway’s fault', 502, {}, '<html>Bad Gateway</html>', 'foreign'],
    ['a stranger’s limit', 429, {}, '', 'foreign'],
    ['a filter’s refusal', 403, {}, '{"error":"blocked"}', 'foreign'],
    ['an error by its number alone', 403, {}, '{"error":{"code":"403","message":"no"}}', 'foreign'],
    ['its refusal', 403, {}, REFUSAL, undefined],
    ['its fault', 503, OWN, '', undefined],
  ])('is taken for what it is: %s', (_name, status, headers, body, id) => {
    const judge = () => {
      try {
        inspectAnswer({ status, headers, body });
        return undefined;
      } catch (error) {
        return readVaultRefusal(error);
      }
    };
    expect(judge()?.id).toBe(id);
  });
});

describe('an answer that never came', () => {
  const lost = (kind: 'local' | 'timeout', reached: 'no' | 'maybe') =>
    readVaultRefusal(new NoAnswer('v.vault.azure.net', { kind, reached, detail: 'no file descriptor is left' }));

  it('is no fault of the other side where this machine could not ask', () => {
    expect(lost('local', 'no')).toEqual({ id: 'local', says: 'no file descriptor is left' });
  });

  it('may mean that what was asked was done', () => {
    expect(lost('timeout', 'maybe')).toMatchObject({ id: 'late', uncertain: true });
  });
});
