import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../../src/adapters/azure/open-function-app.ts';
import { readVaultRefusal } from '../../../src/adapters/azure/vault-refusal.ts';
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
    ['a fault of a server', 503, {}, '', 'refused'],
  ])('is taken for what it is: %s', (_name, status, headers, body, id) => {
    expect(readRefusal({ status, headers, body })?.id).toBe(id);
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
