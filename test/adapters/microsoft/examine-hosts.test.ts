import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../../simulators/microsoft/sandbox.ts';
import { hostExaminations } from '../../../src/adapters/microsoft/examine-hosts.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';

describe('hostExaminations', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const examine = (sandboxUrl: string) =>
    Promise.all(
      hostExaminations({ cloud: 'global', sandboxUrl, useProxy: false }).map((examination) => examination.examine()),
    );

  async function examineStranger(status: number, body: string, headers: Record<string, string> = {}) {
    const server: Loopback = await startLoopback((_, response) => response.writeHead(status, headers).end(body));
    open.push(server);
    return await examine(server.origin);
  }

  it('finds every host of the cloud', async () => {
    const sandbox = await createSandbox({ tenants: 1 });
    open.push(sandbox);
    expect((await examine(sandbox.origin)).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
  });

  it.each([
    [403, '<html><h1>Blocked</h1></html>', 'fail'],
    [407, '', 'fail'],
    [404, 'Not Found', 'warn'],
    [502, '<html><h1>Bad Gateway</h1></html>', 'warn'],
    [503, '{"error":"no upstream"}', 'warn'],
  ])('takes no stranger for Microsoft: %d %s', async (status, body, judged) => {
    for (const finding of await examineStranger(status, body)) {
      expect(finding.status).toBe(judged);
      expect(finding.remedy).not.toContain('Microsoft’s service has trouble');
    }
  });

  it('knows trouble of Microsoft’s own', async () => {
    const found = await examineStranger(503, '', { 'x-ms-request-id': 'r' });
    expect(found).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ status: 'warn', detail: 'it answers HTTP 503' })),
    );
  });
});
