/** The MCP Inspector is a program of plain JavaScript; these are the parts of its client that the tests drive. */
declare module '@modelcontextprotocol/inspector-cli/build/transport.js' {
  import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

  export function createTransport(
    options:
      | { transportType: 'http'; url: string; headers: Record<string, string> }
      | { transportType: 'stdio'; command: string; args: string[] },
  ): Transport;
}

declare module '@modelcontextprotocol/inspector-cli/build/client/index.js' {
  import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
  import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

  export function connect(client: Client, transport: Transport): Promise<void>;
  export function listTools(client: Client): Promise<{ tools: { name: string }[] }>;
  export function callTool(
    client: Client,
    name: string,
    args: Record<string, unknown>,
  ): Promise<{ isError: boolean; content: { text: string }[] }>;
}
