import { describe, expect, it } from 'vitest';
import { tenantScenarios } from '../../../../simulators/microsoft/scenarios/catalog.ts';
import type { TenantScenario } from '../../../../simulators/microsoft/scenarios/scenario.ts';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { parseEntraRefusal } from '../../../../src/adapters/microsoft/entra/entra-refusal.ts';
import { parseExchangeRefusal } from '../../../../src/adapters/microsoft/exchange/read-exchange.ts';
import { parseGraphRefusal } from '../../../../src/adapters/microsoft/graph/graph-refusal.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { classifyFault } from '../../../../src/core/model/causes/classify.ts';

const guidance = loadGuidance();
const TENANT = '11112222-3333-4444-8555-666677778888';
const CALL = {
  tenant: { tenantId: TENANT, contractId: TENANT, defaultDomainName: 'contoso.example', displayName: 'Contoso' },
  applicationId: '8e1d907c-1111-4222-8333-000011112222',
  applicationName: 'SAM',
  account: 'service@partner.example',
  partnerTenantId: '99992222-3333-4444-8555-666677778888',
  resource: 'https://graph.microsoft.com',
  nth: 1,
  page: 1,
  correlationId: '5e6f7a8b-2222-4333-9444-ddddeeeeff11',
  requestId: '0a1b2c3d-1111-4222-8333-aaaabbbbcc00',
};
const ASKED = {
  graphToken: {
    request: 'entra.token',
    parse: parseEntraRefusal,
    url: 'https://login.microsoftonline.com/x/oauth2/v2.0/token',
  },
  exchangeToken: {
    request: 'entra.token',
    parse: parseEntraRefusal,
    url: 'https://login.microsoftonline.com/x/oauth2/v2.0/token',
  },
  graph: { request: 'graph.read', parse: parseGraphRefusal, url: 'https://graph.microsoft.com/v1.0/users' },
  exchange: {
    request: 'exchange.read',
    parse: parseExchangeRefusal,
    url: 'https://outlook.office365.com/adminapi/beta/x/InvokeCommand',
  },
} as const;

/** Every refusal with a body that the sandbox knows, and who was asked for what. */
const refusals = tenantScenarios.flatMap((scenario: TenantScenario) =>
  (Object.keys(ASKED) as (keyof typeof ASKED)[]).flatMap((asked) => {
    const answer = scenario[asked]?.(CALL);
    if (answer === undefined || answer === 'hang' || answer === 'reset') return [];
    return answer.status >= 400 && answer.body.startsWith('{')
      ? [{ name: `${scenario.name}, ${asked}`, asked, answer }]
      : [];
  }),
);

describe('an answer of Microsoft’s', () => {
  it.each(refusals)(
    'means the same to a sweep and to explain: $name',
    ({ asked, answer: { status, headers, body } }) => {
      const { request, parse, url } = ASKED[asked];
      const refusal = parse({ status, headers, body }, (text) => text);
      const fault = { kind: status === 429 ? 'throttled' : 'refused', ...refusal } as const;
      const verdict = classifyFault(fault, { request, place: 'customer' });
      const explanation = explainText(`POST ${url}\nHTTP ${status}\n${body}`, guidance);
      expect(explanation.cause).toBe(verdict.cause);
      // A pasted text never knows more than the one who asked.
      if (verdict.confidence !== 'exact') expect(explanation.confidence).not.toBe('exact');
    },
  );

  it('is one of at least forty', () => {
    expect(refusals.length).toBeGreaterThanOrEqual(40);
  });
});
