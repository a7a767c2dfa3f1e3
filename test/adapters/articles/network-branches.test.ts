import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { codesOf } from '../../../src/core/diagnosis/report/situation-of.ts';
import { judgeCase } from '../../../src/core/guidance/articles/judge-case.ts';
import { classifyFault } from '../../../src/core/model/causes/classify.ts';
import type { Fault } from '../../../src/core/model/cloud/microsoft-cloud.ts';

const { library } = loadGuidance();
const lost = (kind: 'timeout' | 'unreachable' | 'intercepted', code: string): Fault => ({ kind, code, detail: 'lost' });
const strange = { foreign: true, between: '1.1 proxy', codes: [] } as const;

describe('the steps of what the network does', () => {
  it.each([
    [lost('unreachable', 'ENOTFOUND'), 'nslookup'],
    [lost('unreachable', 'EAI_AGAIN'), 'nslookup'],
    [lost('unreachable', 'ECONNREFUSED'), 'port 443'],
    [lost('unreachable', 'ECONNRESET'), 'cuts connections'],
    [lost('unreachable', 'UND_ERR_SOCKET'), 'cuts connections'],
    [lost('unreachable', 'ENETUNREACH'), 'no way out'],
    [lost('unreachable', 'EPROTO'), 'opens the encryption'],
    [lost('unreachable', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'opens the encryption'],
    [lost('timeout', 'UND_ERR_CONNECT_TIMEOUT'), 'port 443'],
    [lost('timeout', 'ANSWER_LATE'), '--concurrency'],
    [{ kind: 'refused', httpStatus: 408, codes: [] }, '--concurrency'],
    [lost('intercepted', 'CERT_HAS_EXPIRED'), 'clock of this machine'],
    [lost('intercepted', 'ERR_TLS_CERT_ALTNAME_INVALID'), 'hosts file'],
    [lost('intercepted', 'PROXY_407'), 'HTTPS_PROXY'],
    [{ kind: 'intercepted', httpStatus: 407, detail: 'a proxy demands a sign-in' }, 'HTTPS_PROXY'],
    [lost('unreachable', 'PROXY_502'), 'own log says'],
    [lost('intercepted', 'PROXY_403'), 'log of the proxy'],
    [{ kind: 'refused', httpStatus: 502, ...strange }, 'log of the proxy'],
    [{ kind: 'throttled', httpStatus: 429, ...strange }, 'log of the proxy'],
  ] as [Fault, string][])('show the branch that fits, and no other: %j', (fault, words) => {
    const { cause, evidence } = classifyFault(fault, { request: 'graph.read', place: 'customer' });
    const general = library.forCause(cause);
    const fitted = judgeCase(cause, { cause, codes: codesOf([{ evidence }]) }, library).article.steps;
    const branches = Object.entries(general.when ?? {}).filter(([, { codes }]) => codes !== undefined);
    expect(fitted.some((step) => step.includes(words))).toBe(true);
    expect(fitted.length).toBe(general.steps.length - branches.length + 1);
  });
});
