import { Readable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { cron } from '../../adapters/cron/create-cron.ts';
import { ANSWERED } from '../../core/chat/commands/registry.ts';
import type { ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import { toSafeText } from '../../core/model/text/format.ts';
import { MOST_BODY_BYTES } from '../http/api-routes.ts';
import { askAsProgram } from '../http/ask-as-program.ts';
import { createMcpServer, type McpParts } from '../http/mcp.ts';
import type { ProcessIo } from '../process-io.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import { createConnections, loadConnections } from '../runtime/load-connections.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';
import { createExplainer } from '../workers/create-explainer.ts';
import { createReportFiles } from '../workers/create-report-files.ts';
import { composeChat, openOfflineParts } from './compose-chat.ts';
import { openStore, unseal } from './open-store.ts';
import { StartError } from './start-error.ts';
import type { StartOptions } from './start-samaritan.ts';
import { Stops } from './stops.ts';

interface Ends {
  /** The program that is acted for. */
  name: string;
  stdin: AsyncIterable<Uint8Array | string> | readonly never[];
  stdout: ProcessIo['stdout'];
}

export interface RunningMcp {
  parts: string[];
  /** Resolves when the input has ended and everything in it is answered. */
  done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * The Model Context Protocol over standard input and output, beside any `start` on the same database. Whoever has a shell here
 * needs no token; what may be asked is what was granted to the program of that name. Microsoft is never asked.
 */
export async function startMcp(options: StartOptions, ends: Ends): Promise<RunningMcp> {
  const stops = new Stops(options.log);
  try {
    return { ...(await start(options, ends, stops)), stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function start(
  { config, log, useProxy }: StartOptions,
  { name, stdin, stdout }: Ends,
  stops: Stops,
): Promise<Omit<RunningMcp, 'stop'>> {
  const { sandboxUrl, limits } = config;
  const storage = await openStore(config.database, log, stops);
  const box = await unseal(storage, config, log);
  const reportInternal: ReportInternal = (error, reference) => log.error({ reference, err: error }, 'internal error');
  const [files, explainer] = [createReportFiles({ timers: systemTimers }), createExplainer({ timers: systemTimers })];
  stops.add('report files and explainer', async () => void (await Promise.all([files.close(), explainer.close()])));
  const neverAsked = (): never => {
    throw new Error('Microsoft is asked for a program');
  };
  const runtime = await createRuntime({
    ...{ clock: systemClock, storage, box, cron, reportInternal, admins: config.admins },
    connections: createConnections(config, { useProxy }),
    loadAdded: () => loadConnections(storage, box, { sandboxUrl, useProxy }),
    clouds: { open: neverAsked },
    offline: openOfflineParts(explainer.explainLong),
    undelivered: async () => null,
    pictures: { heatMap: async () => new Uint8Array() },
    ...{ concurrency: 1, mostPerWorkspace: 1, permissionSet: config.permissionSet },
    ...{ onRefusedToken: neverAsked, onUnreadable: neverAsked },
  });
  const { apiTokens, gate, version } = runtime.parts;
  if (!(await apiTokens.list()).some((one) => one.name === name))
    throw new StartError(
      `There is no program “${toSafeText(name, { maxLength: 60 })}”. api list shows them, and api add makes one.`,
    );
  const { commandsPerMinute } = limits;
  const chat = composeChat({ runtime, storage, renderFile: files.renderFile, commandsPerMinute, reportInternal });
  const underWay = new Set<Promise<unknown>>();
  const ask: McpParts['ask'] = (command, given) => {
    const answer = askAsProgram(name, command, given, { chat, gate }).finally(() => underWay.delete(answer));
    underWay.add(answer);
    return answer;
  };
  const server = await createMcpServer({ commands: ANSWERED, version, ask });
  // What came may hold what must not be in a log.
  server.onerror = ({ name: kind }) => log.warn({ kind }, 'what came is no message of the protocol');
  const input = Readable.from(stdin);
  const done = new Promise<void>((resolve) => {
    server.onclose = resolve;
    input.once('end', async () => {
      await Promise.allSettled(underWay);
      setImmediate(resolve);
    });
  });
  stops.add('protocol', () => server.close());
  await server.connect(new StdioServerTransport(input, stdout, { maxBufferSize: MOST_BODY_BYTES }));
  return { parts: [`the Model Context Protocol for the program ${name}`], done };
}
