import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../../src/adapters/http/http-response.ts';
import { NoAnswer } from '../../../../src/adapters/http/no-answer.ts';
import { Requester } from '../../../../src/adapters/microsoft/http/requester.ts';
import { Pacer } from '../../../../src/adapters/microsoft/pacing/pacer.ts';
import { settle } from '../../../core/open-stores.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { answer, createRig, FakeTransport } from '../fake-transport.ts';

const toRefusal = ({ status, body }: HttpResponse) => ({
  httpStatus: status,
  codes: /^\d+$/.test(body) ? [Number(body)] : [],
});
const request = {
  lane: 'entra',
  tenant: 't',
  method: 'POST',
  url: 'https://host.example/path',
  headers: {},
  toRefusal,
} as const;
const RESET = NoAnswer.from(Object.assign(new Error('cut'), { code: 'ECONNRESET' }), 'host.example');
const SILENCE = NoAnswer.late('host.example', 1000);
const FLOOD = NoAnswer.tooLarge('host.example', 1000, { status: 200, headers: {} });
const FINE = answer(200, '{}');

/** Plays the replies in turn, the last one for ever. */
async function send(replies: (HttpResponse | NoAnswer)[], deadlineMs?: number) {
  const rig = createRig((_request, index) => replies[Math.min(index, replies.length - 1)] ?? FINE, deadlineMs);
  const result = await rig.requester.send(request);
  return { ...rig, result, attempts: result.attempts, fault: result.ok ? undefined : result.fault };
}

describe('Requester', () => {
  it('sends once what is answered', async () => {
    const { result, transport, pauses } = await send([FINE]);
    expect(result).toMatchObject({ ok: true, attempts: 1, value: { status: 200 } });
    expect(transport.sent).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it.each([500, 502, 503, 504, 408])('tries three times at %d, with growing pauses', async (status) => {
    const { fault, attempts, pauses } = await send([answer(status, 'down')]);
    expect(fault).toMatchObject({ kind: 'refused', httpStatus: status });
    expect(attempts).toBe(3);
    expect(pauses).toHaveLength(2);
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0);
  });

  it('tries three times when the connection breaks, and takes an answer that comes', async () => {
    expect(await send([RESET])).toMatchObject({ attempts: 3, fault: { kind: 'unreachable' } });
    expect(await send([RESET, RESET, FINE])).toMatchObject({ attempts: 3, result: { ok: true } });
  });

  it('tries twice at silence, and three times at silence and breaks together', async () => {
    expect(await send([SILENCE])).toMatchObject({ attempts: 2, fault: { kind: 'timeout' } });
    expect(await send([RESET, SILENCE, RESET, FINE])).toMatchObject({ attempts: 3, fault: { kind: 'unreachable' } });
  });

  it('never asks again for an answer that is too large to be one', async () => {
    expect(await send([FLOOD, FINE])).toMatchObject({ attempts: 1, fault: { kind: 'malformed' } });
  });

  it.each([
    [{}, true],
    [{ 'request-id': 'own' }, undefined],
  ])('tells who floods by how the answer began: %j', async (headers, foreign) => {
    const flood = NoAnswer.tooLarge('host.example', 1000, { status: 200, headers });
    expect((await send([flood])).fault).toEqual(
      expect.objectContaining({ kind: 'malformed', ...(foreign ? { foreign } : { requestId: 'own' }) }),
    );
  });

  it.each([400, 401, 403, 404, 409, 410])('never asks again after a verdict of %d', async (status) => {
    const { attempts, fault } = await send([answer(status, 'no'), FINE]);
    expect({ attempts, fault }).toMatchObject({ attempts: 1, fault: { kind: 'refused', httpStatus: status } });
  });

  it.each([400, 429, 503])('never asks again after a loop was found, with status %d', async (status) => {
    const { attempts, fault } = await send([answer(status, '50196', { 'retry-after': '1' }), FINE]);
    expect({ attempts, fault }).toMatchObject({ attempts: 1, fault: { kind: 'refused', codes: [50196] } });
  });

  it.each([
    ['a redirect', answer(302, '', { location: 'https://proxy.example/login' })],
    ['a web page', answer(200, '<!doctype html><p>hi', { 'content-type': 'text/html' })],
    ['a proxy’s sign-in', answer(407, 'who are you')],
    ['a page for an error', answer(403, '<html>blocked', { 'content-type': 'text/html' })],
  ])('takes %s for an interception, at once', async (_what, reply) => {
    expect(await send([reply, FINE])).toMatchObject({ attempts: 1, fault: { kind: 'intercepted' } });
  });

  it('takes a server error for one although it is a page, and a page of Microsoft’s own for a refusal', async () => {
    const html = { 'content-type': 'text/html' };
    expect((await send([answer(503, '<html>', html)])).fault).toMatchObject({ kind: 'refused', httpStatus: 503 });
    const own = answer(403, '<html>', { ...html, 'request-id': 'x' });
    expect((await send([own])).fault).toMatchObject({ kind: 'refused', httpStatus: 403 });
  });
});

describe('Requester, where this machine cannot ask', () => {
  const FULL = NoAnswer.from(Object.assign(new Error('full'), { code: 'EMFILE' }), 'host.example');

  it('tries again while it makes room, and calls it a fault of ours and nobody else’s', async () => {
    expect((await send([FULL, FULL, FULL, FULL, FINE])).result).toMatchObject({ ok: true, attempts: 5 });
    const { fault, attempts } = await send([FULL]);
    expect(fault).toMatchObject({ kind: 'internal', detail: expect.stringMatching(/no file descriptor.*EMFILE/) });
    expect(attempts).toBe(8);
  });
});

describe('Requester, throttled', () => {
  const seconds = answer(429, '', { 'retry-after': '7' });

  it('waits as long as Retry-After says, at no try’s cost', async () => {
    const { result, pauses, requester } = await send([seconds, seconds, seconds, seconds, seconds, FINE]);
    expect(result).toMatchObject({ ok: true, attempts: 6 });
    for (const pause of pauses) expect(pause).toSatisfy((ms: number) => ms >= 7000 && ms <= 8000);
    expect(requester.pace()).toEqual({ waiting: 0, throttled: 5, requests: 6 });
  });

  it('still has its three tries for server errors afterwards', async () => {
    expect((await send([seconds, answer(500), answer(500), FINE])).result).toMatchObject({ ok: true, attempts: 4 });
  });

  it('understands a date', async () => {
    const date = new Date(Date.now() + 20_000).toUTCString();
    const { pauses } = await send([answer(429, '', { 'retry-after': date }), FINE]);
    expect(pauses[0]).toSatisfy((ms: number) => ms > 18_000 && ms <= 21_000);
  });

  it('waits longer each time where no time is named', async () => {
    const { pauses, attempts } = await send([answer(429), answer(429), answer(429), FINE]);
    expect(attempts).toBe(4);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBeGreaterThanOrEqual(1000);
    expect(pauses[2]).toBeGreaterThanOrEqual(4000);
  });

  it('knows Entra’s own word for it, without the status', async () => {
    expect((await send([answer(400, '90055', { 'retry-after': '1' }), FINE])).result).toMatchObject({
      ok: true,
      attempts: 2,
    });
  });

  it('gives up at the deadline, saying what it was told', async () => {
    const { fault, attempts, now } = await send([seconds], 20_000);
    expect(fault).toMatchObject({ kind: 'throttled', httpStatus: 429, retryAfterMs: 7000 });
    expect(attempts).toBe(3);
    expect(now()).toBeLessThan(20_000);
  });

  it('does not begin to wait for what lies behind the deadline', async () => {
    const later = answer(503, '', { 'retry-after': '120' });
    expect(await send([later, FINE], 60_000)).toMatchObject({ attempts: 1, fault: { httpStatus: 503 } });
  });

  it('gives long waits up once nothing else is under way, and says how much of each was left', async () => {
    const clock = new VirtualTime();
    const later = answer(429, '', { 'retry-after': '30' });
    const http = new FakeTransport(({ url }) => (url.endsWith('/later') ? later : FINE));
    const signal = new AbortController().signal;
    const requester = new Requester({ http, pacer: new Pacer(8, clock), timers: clock, signal, random: () => 0 });
    requester.extendDeadline(60_000, 5000);
    const waited = requester.send({ ...request, url: 'https://host.example/later' });
    await settle();
    await clock.advance(900);
    // It was not alone for a moment, and what came in between begins that anew.
    expect(await Promise.race([waited, requester.send({ ...request, lane: 'graph' })])).toMatchObject({ ok: true });
    expect(requester.pace().waiting).toBe(1);
    await clock.advance(1000);
    expect(await waited).toMatchObject({ attempts: 1, fault: { kind: 'throttled', retryAfterMs: 28_100 } });
    expect(requester.pace().waiting).toBe(0);
  });

  it.each([
    ['short', '4', 5000],
    ['wanted', '30', undefined],
  ])('sits a wait out that is %s', async (_what, retryAfter, aloneMs) => {
    const rig = createRig((_request, index) => (index === 0 ? answer(429, '', { 'retry-after': retryAfter }) : FINE));
    rig.requester.extendDeadline(60_000, aloneMs);
    expect(await rig.requester.send(request)).toMatchObject({ ok: true, attempts: 2 });
  });

  it('lets the deadline only be moved later', async () => {
    const rig = createRig((_request, index) => (index < 2 ? seconds : FINE), 30_000);
    rig.requester.extendDeadline(5);
    expect(await rig.requester.send(request)).toMatchObject({ ok: true, attempts: 3 });
  });
});

describe('Requester, given up', () => {
  it('sends whoever waits away', async () => {
    const rig = createRig(() => {
      setImmediate(() => {
        rig.abort.abort();
        rig.requester.close();
      });
      return answer(429, '', { 'retry-after': '30' });
    });
    expect(await rig.requester.send(request)).toMatchObject({ ok: false, fault: { kind: 'aborted' }, attempts: 1 });
    expect(rig.transport.sent).toHaveLength(1);
    expect(rig.requester.pace().waiting).toBe(0);
  });

  it('takes what breaks then for no fault of the network, and sends nothing more', async () => {
    const rig = createRig(() => {
      rig.abort.abort();
      return RESET;
    });
    expect(await rig.requester.send(request)).toMatchObject({ fault: { kind: 'aborted' }, attempts: 1 });
    rig.requester.close();
    expect(await rig.requester.send(request)).toMatchObject({ fault: { kind: 'aborted' }, attempts: 0 });
    expect(rig.transport.sent).toHaveLength(1);
  });
});
