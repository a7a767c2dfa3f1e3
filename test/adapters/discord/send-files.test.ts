import { expect, it } from 'vitest';
import { finished } from '../../processes/run-samaritan.ts';
import { startProgram } from '../../processes/start-program.ts';
import { startLoopback } from '../http/loopback.ts';

const SEND = new URL('./send-files.mjs', import.meta.url);

it('sends files to Discord also where our own HTTP client was loaded first', async () => {
  const server = await startLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  expect(await finished(startProgram([SEND, server.origin]))).toMatchObject({ exitCode: 0, stderr: '' });
  expect(server.requests[0]?.body).toContain('filename="report.csv"');
  await server.close();
});
