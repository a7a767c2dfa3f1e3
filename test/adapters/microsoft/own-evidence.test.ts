import { afterEach, describe, expect, it } from 'vitest';
import { createMicrosoftCloudFactory } from '../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { classifyFault } from '../../../src/core/model/causes/classify.ts';
import type { MicrosoftCloud, Question } from '../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { connection, tenantId } from '../../core/fixtures.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';

const token = new Secret('opaque');
const QUESTIONS: Question[] = [
  { id: 'entra.token', authorityTenant: tenantId(1), resource: 'graph' },
  { id: 'graph.read', token, tenantId: tenantId(1), path: '/v1.0/users' },
  { id: 'graph.customers', token },
  { id: 'exchange.read', token, tenantId: tenantId(1), cmdlet: 'Get-OrganizationConfig' },
];

describe('an answer that nothing shows to be the service’s own', () => {
  let server: Loopback;
  let cloud: MicrosoftCloud;

  async function ask(question: Question, status: number, body: string, headers: Record<string, string> = {}) {
    server = await startLoopback((_request, response) => void response.writeHead(status, headers).end(body));
    const signal = new AbortController().signal;
    cloud = createMicrosoftCloudFactory({ sandboxUrl: server.origin }).open({ connection, concurrency: 4, signal });
    cloud.extendDeadline(5000);
    const answer = await cloud.ask(question);
    if (answer.ok) return 'passes';
    return classifyFault(answer.fault, { request: question.id, place: 'customer' });
  }

  afterEach(async () => {
    await cloud.close();
    await server.close();
  });

  const json = { 'content-type': 'application/json' };
  const strangers: [number, string, Record<string, string>][] = [
    [404, '', {}],
    [404, 'Not Found', { 'content-type': 'text/plain', server: 'nginx' }],
    [404, '{"error":"Not found","path":"/"}', json],
    [404, '{"error":{"code":404,"message":"no such route"}}', json],
    [401, '{"message":"Unauthorized"}', json],
    [401, '', { 'www-authenticate': 'Basic realm="proxy"' }],
    [403, '{"error":{"message":"blocked"}}', json],
    [403, 'Forbidden by policy 12: token validation failed, license', {}],
    [400, '{"error":"consent"}', json],
  ];
  const cases = QUESTIONS.flatMap((question) =>
    strangers.map(([status, body, headers]) => ({ id: question.id, question, status, body, headers })),
  );

  it.each(cases)(
    'is unknown, with its evidence: $status “$body” for $id',
    async ({ question, status, body, headers }) => {
      const verdict = await ask(question, status, body, headers);
      expect(verdict).toMatchObject({
        status: 'unknown',
        cause: 'unknown',
        owner: 'unknown',
        confidence: 'none',
        reason: expect.stringContaining(`HTTP ${status}`),
        evidence: { httpStatus: status, ...(body === '' ? {} : { message: expect.any(String) }) },
      });
    },
  );

  it.each([
    ['entra.token', 401, '{"error":"invalid_client"}', {}, 'credential.secret-invalid'],
    ['graph.read', 403, '', { 'request-id': 'r' }, 'permission.insufficient'],
    ['graph.read', 401, '', { 'www-authenticate': 'Bearer realm="", client_id="00000003"' }, 'graph.refused'],
    ['graph.read', 403, '{"error":{"code":"accessDenied","message":"no"}}', {}, 'permission.insufficient'],
    ['exchange.read', 404, '', { 'x-ms-diagnostics': '1' }, 'resource.not-in-tenant'],
    ['exchange.read', 403, '{"error":{"code":"Forbidden","message":"no"}}', {}, 'exchange.role-missing'],
  ])('is understood where one thing shows it: %s %d %s', async (id, status, body, headers, cause) => {
    const question = QUESTIONS.find((one) => one.id === id) as Question;
    expect(await ask(question, status, body, { ...json, ...headers } as Record<string, string>)).toMatchObject({
      cause,
    });
  });

  it.each(QUESTIONS)('never lets a success pass that tells of an error: $id', async (question) => {
    const result = { value: [], access_token: 'a', token_type: 'Bearer' };
    const error = question.id === 'entra.token' ? 'invalid_client' : { code: 'X', message: 'something went wrong' };
    const verdict = await ask(question, 200, JSON.stringify({ ...result, error }), json);
    expect(verdict).toMatchObject({ status: question.id === 'entra.token' ? 'fail' : 'unknown' });
    expect(verdict).toMatchObject({ evidence: { httpStatus: 200, error: expect.any(String) } });
  });
});
