import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { callTool, connect, listTools } from '@modelcontextprotocol/inspector-cli/build/client/index.js';
import { createTransport } from '@modelcontextprotocol/inspector-cli/build/transport.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generateSource } from 'oazapfts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiRoutes } from '../../../src/bot/http/api-routes.ts';
import type { BoundServer } from '../../../src/bot/http/bound-server.ts';
import { createHttpServer } from '../../../src/bot/http/create-http-server.ts';
import { Health } from '../../../src/bot/http/health.ts';
import { systemTimers } from '../../../src/bot/system-timers.ts';
import { ANSWERED } from '../../../src/core/chat/commands/registry.ts';
import { code, fakeCloud, pass, refuse } from '../../core/fake-cloud.ts';
import { connection, tenantId } from '../../core/fixtures.ts';
import { type ChatOverDatabase, openChatOverDatabase } from '../chat-over-database.ts';
import { sendRaw } from './raw-request.ts';

const customer = (number: number, name: string) => ({
  tenantId: tenantId(number),
  displayName: `${name} ${number}`,
  defaultDomainName: `${name.toLowerCase()}${number}.example`,
});
const cloud = fakeCloud({
  customers: pass({ customers: [customer(1, 'Own'), customer(801, 'Quartzite')], unusableEntries: 0 }),
  users: () => refuse(code(53003)),
});
/** What tells of the tenant that not everybody may see. */
const MARK = /quartzite|000000000801/i;

let over: ChatOverDatabase;
let server: BoundServer;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  over = await openChatOverDatabase({ clouds: { open: () => cloud }, log: pino({ level: 'silent' }) });
  const { apiTokens, gate, version } = over.runtime.parts;
  for (const name of ['whole', 'part', 'idle', 'full']) tokens[name] = (await apiTokens.add(name, 'test', 0)) ?? '';
  await over.run({ kind: 'command', name: 'testtokens', values: {} });
  await over.run({ kind: 'command', name: 'tag add', values: { tenant: tenantId(1), tag: 'emea' } });
  for (const [token, tag] of [['whole'], ['full'], ['part', 'emea']]) {
    const role = token === 'full' ? 'admin' : 'viewer';
    const values = { subject: `api:token:${token}`, role, ...(tag && { tag }) };
    await over.run({ kind: 'command', name: 'access grant', values });
  }
  const routes = [createApiRoutes({ chat: over.chat, tokens: apiTokens, gate, version, commands: ANSWERED })];
  const onFault = (error: unknown): void => {
    throw error;
  };
  server = await createHttpServer({ host: '127.0.0.1', port: 0, routes, health: new Health(systemTimers), onFault });
});
afterAll(async () => {
  await server.close();
  await over.close();
});

async function ask(path: string, token: string | undefined, init: RequestInit = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...init.headers };
  const answer = await fetch(`${server.origin}/api/v1${path}`, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, text, headers: answer.headers };
}

type Ask = (values: object) => Promise<{ status: number; data: object }>;
type Generated = Record<'status' | 'history' | 'explain' | 'troubleshoot', Ask> & {
  defaults: { baseUrl?: string; headers?: Record<string, string> };
};

/** What oazapfts makes of a document, as a module. */
async function makeClient(document: string): Promise<Generated> {
  const folder = mkdtempSync(join(tmpdir(), 'client-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), document);
    const source = await generateSource(join(folder, 'openapi.json'));
    const file = join(folder, 'client.ts');
    const resolved = source.replace(/"(@oazapfts\/[^"]+)"/g, (_, name: string) => `"${import.meta.resolve(name)}"`);
    writeFileSync(file, resolved);
    return (await import(pathToFileURL(file).href)) as Generated;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function overHttp(token: string | undefined) {
  const headers = { authorization: `Bearer ${token}` };
  return { transportType: 'http', url: `${server.origin}/api/v1/mcp`, headers } as const;
}

/** A process of the product on the same database; what it writes beside the protocol is an error of the client's. */
function overStdio(name: string) {
  const { applicationId, applicationSecret, refreshToken, tenant } = connection;
  const settings = {
    ...{ PATH: process.env.PATH, HOME: over.folder, SAMARITAN_DATABASE: join(over.folder, 'kept.db') },
    ...{ SAM_APPLICATION_ID: applicationId, SAM_TENANT_ID: tenant },
    ...{ SAM_APPLICATION_SECRET: applicationSecret?.reveal(), SAM_REFRESH_TOKEN: refreshToken.reveal() },
  };
  const samaritan = fileURLToPath(new URL('../../../src/bot/samaritan.mjs', import.meta.url));
  const line = [...Object.entries(settings).map(([key, value]) => `${key}=${value}`), process.execPath, samaritan];
  const args = ['-c', 'cd "$0" && exec env -i "$@"', over.folder, ...line, 'mcp', name];
  return { transportType: 'stdio', command: '/bin/sh', args } as const;
}

const post = (body: string) => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } });

describe('the interface for programs', () => {
  it('is driven by a client that was made from its document', async () => {
    const { text } = await ask('/openapi.json', tokens.whole);
    const client = await makeClient(text);
    client.defaults.baseUrl = `${server.origin}/api/v1`;
    client.defaults.headers = { authorization: `Bearer ${tokens.whole}` };
    expect(await client.status({ tag: 'emea' })).toMatchObject({
      status: 200,
      data: { connections: [{ name: 'default' }] },
    });
    const explained = await client.explain({ text: ['AADSTS50076: MFA is needed'] });
    expect(explained).toMatchObject({ status: 200, data: { cause: 'mfa.required' } });
    const article = await client.troubleshoot({ topic: ['guide-token-cache'] });
    expect(article).toMatchObject({ status: 200, data: { schema: 'samaritan.article/1' } });
    expect(await client.history({ tenant: 'nobody.example' })).toMatchObject({ status: 400 });
  });

  it.each(['http', 'stdio'] as const)('speaks the Model Context Protocol with its Inspector: %s', async (way) => {
    const client = new Client({ name: 'test', version: '1' });
    const odd: unknown[] = [];
    client.onerror = (error) => void odd.push(error);
    await connect(client, createTransport(way === 'http' ? overHttp(tokens.part) : overStdio('part')));
    const { tools } = await listTools(client);
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['status', 'explain', 'acceptList']));
    const told = await callTool(client, 'explain', { text: ['AADSTS50076: MFA is needed'] });
    expect(told).toMatchObject({ isError: false, content: [{ text: expect.stringContaining('mfa.required') }] });
    const all = [await callTool(client, 'history', {}), await callTool(client, 'status', {})];
    expect(JSON.stringify(all)).not.toMatch(MARK);
    expect(JSON.stringify(all)).toContain('Own 1');
    expect(await callTool(client, 'testtokens', {})).toMatchObject({ isError: true });
    await client.close();
    expect(odd).toEqual([]);
  });

  it('speaks it with nobody whose token is forged', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await expect(connect(client, createTransport(overHttp('samaritan_forged')))).rejects.toThrow();
  });

  it('answers what the command answers on the terminal', async () => {
    const { text } = await ask('/status', tokens.whole);
    const reply = await over.reply({ kind: 'command', name: 'status', values: {} });
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(reply.shown.at(-1)?.options.json)));
    expect((await ask(`/history?tenant=${tenantId(801)}`, tokens.whole)).text).toMatch(MARK);
  });

  it('answers as its document says, command by command', async () => {
    const { components, paths } = JSON.parse((await ask('/openapi.json', tokens.whole)).text);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'document', components });
    const wrong: unknown[] = [];
    const hold = async (path: string, init?: RequestInit) => {
      const { status, text } = await ask(path, tokens.full, init);
      const of = paths[path.replace(/\?.*/, '')][init ? 'post' : 'get'].responses[status].content['application/json'];
      const check = ajv.compile({ $ref: of.schema.$ref.replace('#', 'document#') });
      if (!check(JSON.parse(text))) wrong.push(path, check.errors);
    };
    const gets = Object.keys(paths).filter((path) => paths[path].get && path !== '/troubleshoot');
    expect(gets.length).toBeGreaterThan(5);
    const rule = { tag: 'ending', 'ending-within': '60', 'new-within': '3' };
    await over.run({ kind: 'command', name: 'tag rule', values: rule });
    for (const path of [...gets, `/history?tenant=${tenantId(1)}`, '/tag/list?tag=emea']) await hold(path);
    for (const topic of ['guide-token-cache', 'tenant']) await hold(`/troubleshoot?topic=${topic}`);
    await hold('/explain', post('{"text":["AADSTS50076: MFA is needed"]}'));
    await over.run({ kind: 'command', name: 'tag rule', values: { tag: 'ending', off: 'true' } });
    expect(wrong).toEqual([]);
  });

  it.each(['/status', '/history', `/history?tenant=${tenantId(801)}`, '/accept/list', '/tag/list', '/schedule/list'])(
    'tells a token with a tag of no other tenant: %s',
    async (path) => {
      const { text } = await ask(path, tokens.part);
      expect(text.replaceAll(tenantId(801), '…')).not.toMatch(MARK);
    },
  );

  it('answers nobody without a token, or with one that opens nothing', async () => {
    for (const token of [undefined, 'samaritan_forged', `${tokens.whole}x`, '']) {
      const { status, headers } = await ask('/status', token);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect((await ask('/openapi.json', token)).status).toBe(401);
    }
  });

  it.each(['/explain', '/mcp', '/nothing'])('reads no body of a stranger: %s', async (path) => {
    const head = `POST /api/v1${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer samaritan_forged\r\n`;
    // It never comes: whoever waits for it before asking who it is of waits as long as a request may take.
    const told = await sendRaw(server.port, `${head}content-type: application/json\r\ncontent-length: 9000\r\n\r\n{`);
    expect(told).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/);
  });

  it('does nothing for a token without a role, and says how it gets one', async () => {
    const { status, text } = await ask('/status', tokens.idle);
    expect(status).toBe(403);
    expect(JSON.parse(text).problems[0]).toContain('access grant api:token:idle viewer');
  });

  it('opens nothing any more once the token is taken away, and gives a new one of that name no role', async () => {
    const { apiTokens } = over.runtime.parts;
    await over.run({ kind: 'command', name: 'access grant', values: { subject: 'api:token:idle', role: 'viewer' } });
    expect((await ask('/status', tokens.idle)).status).toBe(200);
    const removed = ANSWERED.find(({ name }) => name === 'api remove');
    const request = {
      person: { platform: 'terminal', id: 'x', roles: [], name: 'x' },
      place: { platform: 'terminal', kind: 'direct', workspaceId: null, channelId: '' },
    } as const;
    await removed?.answer({ parts: over.runtime.parts, request, role: 'admin' }, { name: 'idle' });
    expect((await ask('/status', tokens.idle)).status).toBe(401);
    const again = await apiTokens.add('idle', 'test', 0);
    expect((await ask('/status', again)).status).toBe(403);
  });

  it.each([
    ['/status?nonsense=1', undefined, 400, 'status takes no “nonsense”. It takes:'],
    ['/history?tenant=nobody.example', undefined, 400, 'nobody.example'],
    ['/explain', post('{"text":'), 400, 'no JSON object'],
    ['/explain', post('[]'), 400, 'no JSON object'],
    ['/explain', post(`{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400, '“text” is no text'],
    ['/explain', post('{"__proto__":"x","text":["AADSTS50076"]}'), 400, 'explain takes no “__proto__”'],
    ['/explain', post('{}'), 400, ''],
    ['/explain', post('{"text":{"deep":1}}'), 400, '“text” is no text'],
  ])('refuses what it cannot take: %s', async (path, init, wanted, words) => {
    const { status, text, headers } = await ask(path, tokens.whole, init);
    expect(status).toBe(wanted);
    expect(headers.get('content-type')).toContain('application/problem+json');
    const { problems, ...problem } = JSON.parse(text);
    expect(problems.join(' ')).toContain(words);
    expect(problem).toEqual({ type: 'about:blank', title: 'Bad Request', status, detail: problems.join(' ') });
  });

  it.each(['/testtokens', '/access/list', '/accept/add', '/audit', '/renewtokens', '/'])(
    'has no path for what changes something or asks Microsoft: %s',
    async (path) => {
      const { status, text } = await ask(path, tokens.whole);
      expect([status, JSON.parse(text).title]).toEqual([404, 'Not Found']);
      expect((await ask(path, tokens.whole, post('{}'))).status).toBe(404);
    },
  );

  it('cuts off a body that is too long', async () => {
    expect((await ask('/explain', tokens.whole, post(`{"text":["${'a'.repeat(300_000)}"]}`))).status).toBe(413);
  });

  it('writes each question into the audit log, under the name of the token', async () => {
    const rows = await over.storage.audit.latest(200);
    expect(rows).toContainEqual(
      expect.objectContaining({ platform: 'api', personId: 'part', action: 'command status', outcome: 'allowed' }),
    );
    expect(JSON.stringify(rows)).not.toContain(tokens.part);
    expect(await over.storage.settings.read('api-tokens')).not.toContain(tokens.part?.slice(-20));
  });
});
