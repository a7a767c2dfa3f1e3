import { afterEach, describe, expect, it } from 'vitest';
import { createMicrosoftCloudFactory } from '../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { classifyFault } from '../../../src/core/model/causes/classify.ts';
import type { Fault, MicrosoftCloud, Question, QuestionId } from '../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { connection, tenantId } from '../../core/fixtures.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';
import { atOnce } from './pacing/at-once.ts';

const token = new Secret('opaque');
const QUESTIONS: Question[] = [
  { id: 'entra.token', authorityTenant: tenantId(1), resource: 'graph' },
  { id: 'graph.read', token, tenantId: tenantId(1), path: '/v1.0/users' },
  { id: 'graph.customers', token },
  { id: 'graph.gdap-customers', token },
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

  it.each(['[{"id":null}]', '[{}]', '["x"]', '{}'])(
    'never lets a list pass that is none of Graph’s: %s',
    async (value) => {
      const [, read] = QUESTIONS;
      expect(read && (await ask(read, 200, `{"value":${value}}`, json))).toMatchObject({ status: 'unknown' });
    },
  );

  it.each(QUESTIONS)(
    'never takes an answer without an end for the service’s, nor its memory: $id',
    async (question) => {
      const isList = /customers$/.test(question.id);
      const page = JSON.stringify({ value: [{ customerId: tenantId(1) }] }).slice(0, -1);
      const filler = Buffer.from(`,"filler":"${' '.repeat(2 * 1024 * 1024)}"}`);
      server = await startLoopback((_request, response) => {
        const link = `,"@odata.nextLink":"https://graph.microsoft.com/v1.0/contracts?p=${server.requests.length}"`;
        response.writeHead(200, json).write(isList ? page + link : page);
        response.end(filler);
      });
      const signal = new AbortController().signal;
      cloud = createMicrosoftCloudFactory({ sandboxUrl: server.origin }).open({ connection, concurrency: 4, signal });
      const answer = await cloud.ask(question);
      const fault = answer.ok ? undefined : answer.fault;
      expect(fault).toMatchObject({
        kind: 'malformed',
        foreign: true,
        detail: expect.stringMatching(isList ? /given up after 16 pages and 33 MiB/ : /more than 1048576 bytes/),
      });
      expect(fault && classifyFault(fault, { request: question.id, place: 'customer' })).toMatchObject({
        ...{ status: 'unknown', cause: 'network.intercepted', owner: 'network' },
      });
    },
  );

  it.each(['[]', '["x"]', '[null]'])('never lets a result pass in which Exchange tells nothing: %s', async (value) => {
    const read = QUESTIONS.at(-1);
    expect(read && (await ask(read, 200, `{"value":${value}}`, json))).toMatchObject({ status: 'unknown' });
  });

  it.each(QUESTIONS)('never lets a success pass that tells of an error: $id', async (question) => {
    const result = { value: [], access_token: 'a', token_type: 'Bearer' };
    const error = question.id === 'entra.token' ? 'invalid_client' : { code: 'X', message: 'something went wrong' };
    const verdict = await ask(question, 200, JSON.stringify({ ...result, error }), json);
    expect(verdict).toMatchObject({ status: question.id === 'entra.token' ? 'fail' : 'unknown' });
    expect(verdict).toMatchObject({ evidence: { httpStatus: 200, error: expect.any(String) } });
  });
});

describe('answers of strangers to everything that can be asked', () => {
  const [tenant, other] = [{ token, tenantId: tenantId(1) }, { otherTenantId: tenantId(2) }];
  const all: { [I in QuestionId]: Omit<Question<I>, 'id'> } = {
    'entra.token': { authorityTenant: tenantId(1), resource: 'graph' },
    'graph.customers': { token },
    'graph.gdap-customers': { token },
    'graph.application': { token },
    'graph.relationships': { token },
    'graph.manifest': { token },
    'graph.apis': { token, resources: [tenantId(3)] },
    'graph.grants': { ...tenant, resources: [tenantId(3)] },
    'graph.account': { token, accountId: tenantId(4) },
    'graph.guests': { ...tenant, address: 'a@contoso.example' },
    'graph.assignments': { token, relationshipId: 'r' },
    'graph.memberships': { token, accountId: tenantId(4) },
    'graph.groups': { token, ids: [tenantId(5)] },
    'graph.policies': tenant,
    'graph.security-defaults': tenant,
    'graph.locations': tenant,
    'graph.partner-trust': { ...tenant, ...other },
    'graph.sign-ins': { ...tenant, code: 53003, since: 0 },
    'graph.licences': tenant,
    'graph.organization': tenant,
    'graph.read': { ...tenant, path: '/v1.0/users' },
    'exchange.read': { ...tenant, cmdlet: 'Get-OrganizationConfig' },
  };
  const bodies = [
    '',
    '{}',
    'upstream connect error',
    '<html><h1>Blocked</h1></html>',
    '{"error":"not_found"}',
    '{"error":{"code":"404","message":"AADSTS50076 license"}}',
    '{"fault":{"faultstring":"Quota violation"}}',
  ];

  /** Everything that went wrong in an answer, in its parts too. */
  const faultsIn = (value: unknown): Fault[] => {
    if (typeof value !== 'object' || value === null || value instanceof Secret) return [];
    const own = isFault(value) ? [value] : [];
    return [...own, ...Object.values(value).flatMap(faultsIn)];
  };
  const isFault = (value: object): value is Fault =>
    ['refused', 'throttled', 'malformed', 'intercepted', 'internal'].includes((value as Fault).kind);

  it('never fail a tenant, and name nothing for certain but that something stands between', async () => {
    let now = { status: 0, body: '', via: '' };
    const server = await startLoopback(
      (_request, response) => void response.writeHead(now.status, now.via ? { via: now.via } : {}).end(now.body),
    );
    const timers = atOnce();
    const signal = new AbortController().signal;
    const cloud = createMicrosoftCloudFactory({ sandboxUrl: server.origin, timers }).open({
      connection,
      concurrency: 16,
      signal,
    });
    const wrong: unknown[] = [];
    for (const status of [200, 400, 401, 403, 404, 408, 429, 451, 500, 503, 511]) {
      for (const [body, via] of bodies.flatMap((one) => [[one, ''] as const, [one, '1.1 proxy'] as const])) {
        now = { status, body, via };
        await Promise.all(
          Object.entries(all).map(async ([id, asks]) => {
            const answer = await cloud.ask({ id, ...asks } as Question);
            const verdicts = faultsIn(answer).map((fault) =>
              classifyFault(fault, { request: id as QuestionId, place: 'customer' }),
            );
            if (verdicts.length === 0) wrong.push({ id, status, body, passes: true });
            for (const { status: verdict, cause, confidence, owner } of verdicts) {
              const isBetween = cause === 'network.intercepted';
              // Who is named as having passed it on speaks for no service, neither in a headline nor as an owner.
              const isMicrosofts = /^(?:service|throttle)\./.test(cause) || owner === 'microsoft';
              if (verdict === 'fail' || (via && isMicrosofts) || (!isBetween && confidence === 'exact'))
                wrong.push({ id, status, body, verdict, cause, confidence });
            }
          }),
        );
      }
    }
    await cloud.close();
    await server.close();
    expect(wrong).toEqual([]);
  });
});
