import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { thereIsNo } from '../../core/model/text/there-is-no.ts';
import type { ProgramAnswer } from './ask-as-program.ts';
import { answersPrograms, argumentsSchema, operationOf } from './open-api.ts';

export interface McpParts {
  commands: readonly CommandDefinition[];
  version: string;
  ask: (command: CommandDefinition, given: Readonly<Record<string, unknown>>) => Promise<ProgramAnswer>;
}

/** One message of the Model Context Protocol, over streamable HTTP without sessions: each stands for itself. */
export async function answerMcp(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  message: object,
  parts: McpParts,
): Promise<void> {
  const { StreamableHTTPServerTransport } = await import('@modelcontextprotocol/sdk/server/streamableHttp.js');
  const [server, transport] = [
    await createMcpServer(parts),
    new StreamableHTTPServerTransport({ enableJsonResponse: true }),
  ];
  reply.raw.once('close', () => void server.close());
  // Its own type says that its handlers may be undefined, and the server's that they may not.
  await server.connect(transport as Parameters<Server['connect']>[0]);
  reply.hijack();
  await transport.handleRequest(raw, reply.raw, message);
}

/** The commands for programs as tools: same names, arguments and answers as under `/api/v1`. */
export async function createMcpServer({ commands, version, ask }: McpParts): Promise<Server> {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const tools = new Map(answersPrograms(commands).map((one) => [operationOf(one), one]));
  const server = new Server({ name: 'samaritan', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: [...tools].map(([name, command]) => ({
      name,
      description: command.summary,
      inputSchema: argumentsSchema(command),
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const command = tools.get(params.name);
    const told = command
      ? await ask(command, params.arguments ?? {})
      : {
          status: 404,
          body: { problems: [thereIsNo('tool', params.name, [...tools.keys()])] },
        };
    return { content: [{ type: 'text', text: JSON.stringify(told.body) }], isError: told.status !== 200 };
  });
  return server;
}
