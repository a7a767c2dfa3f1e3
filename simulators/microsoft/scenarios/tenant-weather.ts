import { entraError } from '../answers/entra-error.ts';
import { exchangeError } from '../answers/exchange-error.ts';
import { graphError } from '../answers/graph-error.ts';
import { empty, first, hang, page, rawJson, reset, SERVICE } from '../answers/transport.ts';
import { noToken, type TenantScenario } from './scenario.ts';

const RETRY = { 'retry-after': '1' };
const tooManyGraph = throttlesGraph('1');
/** What Graph answers to one that has asked too much. */
function throttlesGraph(retryAfter: string) {
  return graphError({
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many requests. Please retry after the time the Retry-After header names.',
    headers: { 'retry-after': retryAfter },
  });
}
const unavailableGraph = graphError({
  status: 503,
  code: 'serviceNotAvailable',
  message: 'The service is temporarily unavailable. Please try again later.',
});
const proxyPage = page(
  200,
  'Access to this site is restricted',
  'The web filter of this network has stopped your request. Sign in to the portal to go on.',
);
const UNAVAILABLE = { expectedCause: 'service.unavailable', expectedStatus: 'fail' } as const;
const TIMEOUT = { expectedCause: 'network.timeout', expectedStatus: 'unknown' } as const;
const UNREACHABLE = { expectedCause: 'network.unreachable', expectedStatus: 'unknown' } as const;
const INTERCEPTED = { expectedCause: 'network.intercepted', expectedStatus: 'unknown' } as const;
const EITHER = { ...UNAVAILABLE, expectedStatus: 'unknown', alternativeCauses: ['network.intercepted'] } as const;
const FINE = { expectedCause: null, expectedStatus: 'pass' } as const;

/** Tenants in whose way stand throttling, outages and broken networks. */
export const weatherScenarios: readonly TenantScenario[] = [
  { name: 'graph-throttled-once', summary: 'Graph throttles one request', ...FINE, graph: first(1, tooManyGraph) },
  {
    name: 'graph-throttled',
    summary: 'Graph throttles every request',
    expectedCause: 'throttle.graph',
    expectedStatus: 'unknown',
    graph: tooManyGraph,
  },
  {
    name: 'graph-throttled-minutes',
    summary: 'Graph throttles one request for two minutes',
    expectedCause: 'throttle.graph',
    expectedStatus: 'unknown',
    graph: first(1, throttlesGraph('120')),
  },
  {
    name: 'exchange-throttled',
    summary: 'Exchange throttles every request',
    expectedCause: 'throttle.exchange',
    expectedStatus: 'unknown',
    exchange: exchangeError({
      status: 429,
      code: 'TooManyRequests',
      type: 'Microsoft.Exchange.Data.Storage.OverBudgetException',
      message: 'The server cannot service this request right now. Try again later.',
      headers: RETRY,
    }),
  },
  noToken(
    {
      name: 'entra-throttled',
      summary: 'Entra throttles every sign-in of the tenant',
      expectedCause: 'throttle.entra',
      expectedStatus: 'unknown',
    },
    entraError({
      code: 90055,
      error: 'temporarily_unavailable',
      status: 429,
      headers: RETRY,
      text: 'The server is terminating the request because the tenant has made too many of them. Please retry later.',
    }),
  ),
  noToken(
    {
      name: 'entra-loop',
      summary: 'Entra sees the same request too often',
      expectedCause: 'throttle.loop',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50196,
      error: 'invalid_grant',
      text: 'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
    }),
  ),
  { name: 'graph-503-once', summary: 'Graph fails one request', ...FINE, graph: first(1, unavailableGraph) },
  { name: 'graph-503', summary: 'Graph is down', ...UNAVAILABLE, graph: unavailableGraph },
  {
    name: 'exchange-500',
    summary: 'Exchange fails with a web page',
    ...UNAVAILABLE,
    exchange: page(500, 'Runtime Error', 'An application error occurred on the server.', SERVICE),
  },
  noToken(
    { name: 'entra-503', summary: 'the directory service behind Entra is down', ...UNAVAILABLE },
    entraError({
      code: 90033,
      error: 'temporarily_unavailable',
      status: 503,
      text: 'A transient error has occurred. Please try again.',
    }),
  ),
  { name: 'graph-hang', summary: 'Graph never answers', ...TIMEOUT, graph: hang },
  { name: 'exchange-hang', summary: 'Exchange never answers', ...TIMEOUT, exchange: hang },
  { name: 'graph-reset', summary: 'connections to Graph break', ...UNREACHABLE, graph: reset },
  noToken({ name: 'entra-reset', summary: 'connections to Entra break', ...UNREACHABLE }, reset),
  { name: 'proxy-page', summary: 'a web filter answers in place of Graph', ...INTERCEPTED, graph: proxyPage },
  noToken({ name: 'entra-proxy-page', summary: 'a web filter answers in place of Entra', ...INTERCEPTED }, proxyPage),
  {
    name: 'graph-redirect',
    summary: 'Graph sends the client to another host',
    ...INTERCEPTED,
    alternativeCauses: ['service.unavailable', 'unknown'],
    graph: empty(302, { location: 'https://evil.example/v1.0/users' }),
  },
  {
    name: 'broken-json',
    summary: "Graph's answer is cut off",
    ...EITHER,
    graph: rawJson(
      200,
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users(id)","value":[{"id":"87d3',
      SERVICE,
    ),
  },
  {
    name: 'exchange-broken-json',
    summary: "Exchange's answer is cut off",
    ...EITHER,
    exchange: rawJson(
      200,
      '{"@odata.context":"https://outlook.office365.com/adminapi/beta/","value":[{"Name":"cont',
      SERVICE,
    ),
  },
  noToken(
    {
      name: 'empty-body',
      summary: 'Entra refuses and says nothing',
      expectedCause: 'unknown',
      expectedStatus: 'unknown',
    },
    empty(400),
  ),
];
