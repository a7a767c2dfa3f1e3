import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { finished } from '../../processes/run-samaritan.ts';
import { startProgram } from '../../processes/start-program.ts';
import { startLoopback } from '../http/loopback.ts';

const SEND = new URL('./send-files.mjs', import.meta.url);

it('sends files to Discord also where our own HTTP client was loaded first, and outlives a line that is cut meanwhile', async () => {
  const cutting = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => setTimeout(() => socket.destroy(), 1));
  });
  await new Promise<void>((resolve) => {
    cutting.listen(0, '127.0.0.1', resolve);
  });
  const cut = `http://127.0.0.1:${(cutting.address() as AddressInfo).port}`;
  const server = await startLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  expect(await finished(startProgram([SEND, server.origin, cut]))).toMatchObject({ exitCode: 0, stderr: '' });
  expect(server.requests[0]?.body).toContain('filename="report.csv"');
  cutting.close();
  await server.close();
});
