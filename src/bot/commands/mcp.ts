import { startMcp } from '../start/start-mcp.ts';
import type { HostCall } from './host-call.ts';
import { runServer } from './start.ts';

/** `samaritan mcp`: answers an assistant until its input ends. On standard output there is nothing but the protocol. */
export async function runMcp({ values: { name }, ...call }: HostCall<'mcp'>): Promise<number> {
  const { stdin = [], stdout, stderr } = call.io;
  const io = { ...call.io, stdout: stderr, signal: call.io.signal };
  return await runServer({ ...call, io }, 'samaritan.mcp/1', async (options) =>
    startMcp(options, { name: name.trim().toLowerCase(), stdin, stdout }),
  );
}
