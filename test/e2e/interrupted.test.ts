import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startSamaritan, temporaryFolder } from '../processes/run-samaritan.ts';

it.each(['SIGINT', 'SIGTERM'] as const)('a command that has nothing to bring to an end ends at %s', async (signal) => {
  // A proxy that takes every connection and never says a word.
  const called = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    called.resolve();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const doctor = startSamaritan(['doctor'], {
    cwd: temporaryFolder(),
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
  });
  await called.promise;
  expect(await doctor.stop(signal)).toBe(130);
  silent.close();
});
