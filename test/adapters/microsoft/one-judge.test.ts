import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { parseEntraRefusal } from '../../../src/adapters/microsoft/entra/entra-refusal.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';
import { classifyFault } from '../../../src/core/model/causes/classify.ts';
import { answer } from './fake-transport.ts';

const guidance = loadGuidance();

describe('one answer of the sign-in service', () => {
  it.each([
    { error: 'invalid_client' },
    { error: 'unauthorized_client' },
    { error: 'invalid_grant', suberror: 'bad_token' },
    { error: 'invalid_grant', suberror: 'client_mismatch' },
    { error: 'interaction_required' },
    { error: 'invalid_client', error_codes: [7000215], error_description: 'AADSTS7000215: Invalid client secret.' },
    { error: 'invalid_grant', error_codes: [53003], error_description: 'AADSTS53003: Access has been blocked.' },
    { error: 'invalid_grant', error_codes: [50076], error_description: 'AADSTS50076: MFA is required.' },
  ])('is judged alike by a sweep and by explain: %o', (body) => {
    const refusal = parseEntraRefusal(answer(400, body), (text) => text);
    const { cause, confidence } = classifyFault(
      { kind: 'refused', ...refusal },
      { request: 'entra.token', place: 'customer' },
    );
    expect(explainText(JSON.stringify(body), guidance)).toMatchObject({ cause, confidence });
  });
});
