// A stranger's attacks on a running `samaritan start`, one line each with what came of it. node bench/attacks.ts
import { execFile } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from '../simulators/discord/read-message.ts';
import { APP_ID, message, OTHER_TENANT_ID, TENANT_ID, USER_ID } from '../simulators/teams/activities.ts';
import { createFakeAuthority } from '../simulators/teams/fake-authority.ts';
import { createFakeConnector } from '../simulators/teams/fake-connector.ts';
import { sendActivity, teamsClaims } from '../simulators/teams/send-activity.ts';
import { APPLICATION, CHANNEL, GUILD, openDiscord, startProduct, stop } from './acknowledge.ts';
import { Attacker, firstLine, isQuiet, statusOf } from './attacks/attacker.ts';
import { attackInBrowser } from './attacks/browser.ts';
import { attackGateway } from './attacks/gateway.ts';
import { attackAsProgram } from './attacks/programs.ts';
import { openHostileServices } from './attacks/services.ts';
import { attackTwoStarts } from './attacks/two-starts.ts';
import { startSandbox } from './sandbox-process.ts';

const SAMARITAN = fileURLToPath(new URL('../src/bot/samaritan.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'samaritan-attacks-'));
const sandbox = await startSandbox({ tenants: 20, latencyMs: 5 });
const [authority, connector] = await Promise.all([createFakeAuthority(), createFakeConnector({ accepts: () => true })]);
const [standIn, services] = await Promise.all([openDiscord(), openHostileServices()]);
const ADMIN = '1300000000000000301',
  STRANGER = '1300000000000000999';
const env = {
  ...sandbox.environment,
  SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
  SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
  SAMARITAN_PORT: '0',
  SAMARITAN_METRICS_PORT: '39877',
  SAMARITAN_API: 'on',
  SAMARITAN_PUBLIC_URL: 'https://samaritan.example',
  SAMARITAN_ADMINS: `discord:user:${ADMIN},teams:user:${USER_ID}`,
  SAMARITAN_COMMANDS_PER_MINUTE: '1000',
  DISCORD_TOKEN: 'benchmark-token',
  DISCORD_APPLICATION_ID: APPLICATION,
  DISCORD_GUILD_IDS: GUILD,
  DISCORD_API_URL: standIn.origin,
  MICROSOFT_APP_ID: APP_ID,
  MICROSOFT_APP_PASSWORD: 'benchmark-password',
  MICROSOFT_APP_TENANT_ID: TENANT_ID,
  TEAMS_OPENID_METADATA_URL: authority.openIdMetadataUrl,
  ...services.environment,
};
const product = await startProduct(env, join(folder, 'loop.json'));
const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(product.output())?.[1]);
const origin = `http://127.0.0.1:${port}`;
const metrics = 'http://127.0.0.1:39877';
const attacker = new Attacker(port);
const attack = attacker.attack.bind(attacker);
const raw = attacker.raw.bind(attacker);
const get = attacker.get.bind(attacker);
const refused = attacker.refused.bind(attacker);
// --- paths
for (const p of [
  '/..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/.env',
  '/data/samaritan.db',
  '/api/../.env',
  '//etc/passwd',
  '/%00',
  '/%ff',
  '/api/v1/%2e%2e/%2e%2e/.env',
  '/reports/1',
  '/pictures/1.png',
  '/files/report.html',
  '/heatmap/1',
  '/static/../src/bot/main.ts',
  '/metrics',
  '/debug/pprof',
  '/server-status',
  '/api/messages/../../healthz%2f..',
  '/.git/config',
  '/wp-login.php',
  '/auth/../.env',
  '/healthz/..;/metrics',
  '/api/v1/../../metrics',
  '/\\..\\..\\.env',
])
  await attack(`path ${p}`, async () => {
    const out = await raw(`GET ${p} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return [[400, 401, 404].includes(statusOf(out)) && isQuiet(out), firstLine(out)];
  });
for (const m of ['TRACE', 'PUT', 'DELETE', 'CONNECT', 'PROPFIND', 'OPTIONS', 'PATCH'])
  await attack(`${m} /healthz`, async () => {
    const out = await raw(`${m} /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return [[0, 400, 404, 405].includes(statusOf(out)), firstLine(out)];
  });
// --- raw HTTP
const smuggle: [string, string][] = [
  [
    'CL and TE',
    'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ['two lengths', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd'],
  ['obfuscated TE', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  [
    'TE twice',
    'POST /api/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
  ],
  ['negative length', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
  ['bare LF', 'GET /metrics HTTP/1.1\nHost: x\n\n'],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['header with blank', 'GET /metrics HTTP/1.1\r\nHost : a\r\n\r\n'],
  ['NUL in header', 'GET /metrics HTTP/1.1\r\nHost: a\u0000b\r\n\r\n'],
  ['folded header', 'GET /metrics HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n'],
  ['HTTP/0.9', 'GET /metrics\r\n\r\n'],
  ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS hello in plain', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['huge header', `GET /metrics HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
  ['10,000 headers', `GET /metrics HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(10_000)}\r\n`],
  ['huge address', `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  [
    'absolute address',
    'GET http://169.254.169.254/metrics HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n',
  ],
  ['CONNECT as proxy', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
  [
    'websocket',
    'GET /api/messages HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  ],
  [
    'websocket on the API',
    'GET /api/v1/mcp HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  ],
  [
    'h2c upgrade',
    'GET /metrics HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
  ],
  [
    'chunk size overflow',
    'POST /api/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n',
  ],
];
for (const [n, b] of smuggle)
  await attack(`raw: ${n}`, async () => {
    const out = await raw(b, { wait: 1200 });
    return [!/HTTP\/1\.1 (?:200|101)/.test(out) && isQuiet(out), firstLine(out)];
  });
// --- header host / forwarded
for (const [n, h] of [
  ['foreign host', { host: 'evil.example' }],
  ['forwarded', { 'x-forwarded-for': '127.0.0.1' }],
  ['forwarded header', { forwarded: 'for=127.0.0.1' }],
  ['rebinding', { host: '127.0.0.1.nip.io' }],
  ['host with user', { host: 'localhost@evil' }],
  ['host with port trick', { host: 'localhost:80:80' }],
  ['empty host', { host: '' }],
] as [string, Record<string, string>][])
  await attack(`metrics: ${n}`, async () => {
    const hs = { host: 'x', ...h };
    const out = await raw(
      `GET /metrics HTTP/1.1\r\n${Object.entries(hs)
        .map(([k, v]) => `${k}: ${v}`)
        .join('\r\n')}\r\nConnection: close\r\n\r\n`,
      { port: 39877 },
    );
    return [[400, 403].includes(statusOf(out)), firstLine(out)];
  });
await attack(
  'metrics on the other loopback address (127.0.0.2)',
  async () =>
    new Promise((resolve) => {
      const s = connect(39877, '127.0.0.2');
      s.on('error', (e) => resolve([true, e.message]));
      s.on('connect', () => {
        s.destroy();
        resolve([false, 'connected']);
      });
    }),
);
await attack('metrics: no names of customers', async () => {
  const r = await get('/metrics', {}, metrics);
  return [r.status === 200 && !/contoso|onmicrosoft|\.example\b|[0-9a-f]{8}-[0-9a-f]{4}-/i.test(r.text), `${r.status}`];
});
await attack('readyz tells strangers words only', async () => {
  const r = await get('/readyz');
  return [/^\{"status":"[a-z ]+","parts":\{("[a-z-]+":"(not )?ready",?)+\}\}$/.test(r.text), r.text];
});
// --- Teams
const good = message(connector.serviceUrl, 'help');
const b64 = (o: unknown) => Buffer.from(typeof o === 'string' ? o : JSON.stringify(o)).toString('base64url');
const claims = () => teamsClaims(connector.serviceUrl) as Record<string, unknown>;
const tokenOf = (c: object, o?: object) => authority.sign({ ...claims(), ...c }, o);
const post = async (name: string, authorization: string | undefined, act = good, expected = [401, 403]) =>
  attack(`teams: ${name}`, async () => {
    const r = await sendActivity(origin, act, authorization === undefined ? {} : { authorization });
    return [expected.includes(r.status) && r.text === '', `${r.status} ${r.text.slice(0, 60)}`];
  });
await post('no token', undefined);
await post('empty bearer', 'Bearer ');
await post('basic', 'Basic YTpi');
await post('garbage', 'Bearer a.b.c');
await post('alg none', `Bearer ${b64({ alg: 'none', typ: 'JWT', kid: authority.keys.teams.kid })}.${b64(claims())}.`);
await post('alg None, no kid', `Bearer ${b64({ alg: 'None' })}.${b64(claims())}.`);
await post(
  'HS256 with the public key',
  (() => {
    const head = b64({ alg: 'HS256', kid: authority.keys.teams.kid });
    const body = b64(claims());
    return `Bearer ${head}.${body}.${createHmac('sha256', authority.keys.teams.publicPem).update(`${head}.${body}`).digest('base64url')}`;
  })(),
);
await post('wrong audience', `Bearer ${await tokenOf({ aud: randomUUID() })}`);
await post('audience list', `Bearer ${await tokenOf({ aud: [randomUUID(), 'x'] })}`);
await post('wrong issuer', `Bearer ${await tokenOf({ iss: 'https://sts.windows.net/x/' })}`);
await post('issuer with slash', `Bearer ${await tokenOf({ iss: 'https://api.botframework.com/' })}`);
await post('expired', `Bearer ${await tokenOf({ exp: Math.floor(Date.now() / 1000) - 400 })}`);
await post('not yet valid', `Bearer ${await tokenOf({ nbf: Math.floor(Date.now() / 1000) + 4000 })}`);
await post(
  'no expiry',
  `Bearer ${await authority.sign({ iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: connector.serviceUrl })}`,
);
await post('other service address in token', `Bearer ${await tokenOf({ serviceurl: 'https://evil.example/' })}`);
await post('key for another channel', `Bearer ${await tokenOf({}, { key: authority.keys.otherChannel })}`);
await post('key without endorsement', `Bearer ${await tokenOf({}, { key: authority.keys.unendorsed })}`);
await post('unpublished key', `Bearer ${await tokenOf({}, { key: authority.keys.unpublished })}`);
await post(
  'foreign key under a known kid',
  `Bearer ${await tokenOf({}, { key: authority.keys.unpublished, kid: authority.keys.teams.kid })}`,
);
await post('kid as a path', `Bearer ${await tokenOf({}, { kid: '../../../etc/passwd' })}`);
await post(
  'jku in the header',
  `Bearer ${b64({ alg: 'RS256', jku: 'http://127.0.0.1:1/keys', kid: 'x' })}.${b64(claims())}.AAAA`,
);
await post(
  'embedded jwk',
  `Bearer ${b64({ alg: 'RS256', jwk: authority.keys.unpublished.jwk })}.${b64(claims())}.AAAA`,
);
await post('huge token', `Bearer ${'a'.repeat(12_000)}`);
await post(
  'tampered claims',
  await (async () => {
    const t = (await tokenOf({})).split('.');
    return `Bearer ${t[0]}.${b64({ ...claims(), aud: APP_ID, exp: 9e9 })}.${t[2]}`;
  })(),
);
const okAuth = async () => ({ authorization: `Bearer ${await tokenOf({})}` });
const bodyAttack = async (
  name: string,
  raw: string,
  headers: Record<string, string> = {},
  expected = [400, 401, 403, 413, 415],
) =>
  attack(`teams body: ${name}`, async () => {
    const r = await sendActivity(origin, good, { ...(await okAuth()), rawBody: raw, headers });
    return [expected.includes(r.status) && r.text === '', `${r.status}`];
  });
await bodyAttack('deep array', '['.repeat(100_000) + ']'.repeat(100_000));
await bodyAttack('deep object', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
await bodyAttack('no JSON', 'hello');
await bodyAttack('null', 'null');
await bodyAttack('number', '1');
await bodyAttack('empty', '');
await bodyAttack('300 KB', JSON.stringify({ ...good, text: 'a'.repeat(300_000) }));
await bodyAttack('gzip claimed', JSON.stringify(good), { 'content-encoding': 'gzip' });
await bodyAttack('form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' });
await bodyAttack('xml', '<a/>', { 'content-type': 'text/xml' });
await bodyAttack('__proto__', `{"__proto__":{"id":"x"},"type":"message"}`);
await bodyAttack('invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1'));
await bodyAttack(
  '10,000 keys without an id',
  JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 1]))),
);
const actAttack = async (name: string, act: object, expected = [400, 401, 403]) =>
  attack(`teams activity: ${name}`, async () => {
    const r = await sendActivity(origin, act as never, await okAuth());
    return [expected.includes(r.status), `${r.status}`];
  });
for (const url of [
  'http://169.254.169.254/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evil.example/?smba.trafficmanager.net',
  'file:///etc/passwd',
  'https://smba.trafficmanager.net@evil.example/',
  '//evil.example',
  'https://smba.trafficmanager.net:8443@evil/',
  'javascript:alert(1)',
])
  await attack(`teams service address ${url}`, async () => {
    const r = await sendActivity(
      origin,
      { ...good, serviceUrl: url },
      { authorization: `Bearer ${await tokenOf({ serviceurl: url })}` },
    );
    return [[400, 401, 403].includes(r.status), `${r.status}`];
  });
await actAttack('other tenant', {
  ...good,
  id: 'x1',
  channelData: { tenant: { id: OTHER_TENANT_ID } },
  conversation: { ...(good.conversation as object), tenantId: OTHER_TENANT_ID },
});
await actAttack('tenants disagree', { ...good, id: 'x2', channelData: { tenant: { id: OTHER_TENANT_ID } } });
await actAttack('other channel', { ...good, id: 'x3', channelId: 'webchat' });
await actAttack('other recipient', { ...good, id: 'x4', recipient: { id: '28:other' } }, [200, 202, 400, 401, 403]);
await attack('teams: 300 unknown kids fetch keys at most a few times, and a good token still works', async () => {
  const before = authority.keyFetches();
  for (let i = 0; i < 300; i += 30)
    await Promise.all(
      Array.from({ length: 30 }, async () =>
        sendActivity(origin, good, {
          authorization: `Bearer ${b64({ alg: 'RS256', kid: randomUUID() })}.${b64(claims())}.${randomBytes(256).toString('base64url')}`,
        }),
      ),
    );
  const n = authority.keyFetches() - before;
  const r = await sendActivity(origin, message(connector.serviceUrl, 'help'), await okAuth());
  return [n <= 20 && r.status < 300, `${n} fetches, then ${r.status}`];
});
// --- API and MCP
for (const [n, h] of [
  ['no token', {}],
  ['empty', { authorization: 'Bearer ' }],
  ['wrong', { authorization: 'Bearer samaritan_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['basic', { authorization: 'Basic YTpi' }],
  ['SQL', { authorization: "Bearer samaritan_'OR'1'='1" }],
  ['JWT of Teams', await okAuth()],
  ['long', { authorization: `Bearer ${'s'.repeat(9000)}` }],
  ['in the query', {}],
  ['cookie', { cookie: 'token=samaritan_x' }],
] as [string, Record<string, string>][]) {
  await refused(
    `API: ${n}`,
    `/api/v1/status${n === 'in the query' ? '?token=samaritan_x&access_token=y' : ''}`,
    { headers: h },
    [401],
  );
  await refused(
    `MCP: ${n}`,
    '/api/v1/mcp',
    {
      method: 'POST',
      headers: { ...h, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    },
    [401],
  );
}
await attack('API: a stranger’s 10 MB body is not read', async () => {
  const out = await raw(
    `POST /api/v1/explain HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n${'a'.repeat(2_000_000)}`,
  );
  return [out === 'reset' || statusOf(out) === 401, out.slice(0, 30)];
});
// --- token for a program
const cli = (args: string[]) =>
  new Promise<string>((resolve) =>
    execFile(process.execPath, [SAMARITAN, ...args], { env: { ...process.env, ...env }, cwd: folder }, (_e, out, err) =>
      resolve(out + err),
    ),
  );
const made = await cli(['api', 'add', 'attacker']);
const token = /samaritan_[\w-]+/.exec(made)?.[0] ?? '';
await cli(['access', 'grant', 'api:token:attacker', 'viewer']);
const auth = {
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
const mcp = (m: unknown) =>
  get('/api/v1/mcp', { method: 'POST', headers: auth, body: typeof m === 'string' ? m : JSON.stringify(m) });
if (token) {
  await attack('API: deep JSON with a token', async () => {
    const r = await get('/api/v1/explain', {
      method: 'POST',
      headers: auth,
      body: `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    });
    return [[400, 413].includes(r.status) && isQuiet(r.text), `${r.status} ${r.text.slice(0, 100)}`];
  });
  await attack('API: a megabyte with a token', async () => {
    const r = await get('/api/v1/explain', {
      method: 'POST',
      headers: auth,
      body: JSON.stringify({ text: 'a'.repeat(1_000_000) }),
    });
    return [[400, 413].includes(r.status), `${r.status}`];
  });
  await attack('API: foreign argument', async () => {
    const r = await get('/api/v1/explain', {
      method: 'POST',
      headers: auth,
      body: JSON.stringify({ text: 'AADSTS50076', role: 'admin', __proto__: { role: 'admin' } }),
    });
    return [r.status === 400 || r.status === 200, `${r.status} ${r.text.slice(0, 80)}`];
  });
  await attack('API: a secret in a value doesn’t come back', async () => {
    const r = await get('/api/v1/explain', {
      method: 'POST',
      headers: auth,
      body: JSON.stringify({ text: 'password: Winter2026!x AADSTS50126' }),
    });
    return [!r.text.includes('Winter2026!x'), `${r.status}`];
  });
  for (const tool of [
    'start',
    'setup',
    'access_grant',
    'keys_rotate',
    'api_add',
    'accept',
    '../explain',
    '__proto__',
    'constructor',
  ])
    await attack(`MCP: tool ${tool}`, async () => {
      const r = await mcp({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } });
      return [/no tool of that name|isError":true|"error"/.test(r.text), `${r.status} ${r.text.slice(0, 90)}`];
    });
  await attack('MCP: a batch', async () => {
    const r = await mcp([{ jsonrpc: '2.0', id: 1, method: 'tools/list' }]);
    return [r.status === 400, `${r.status}`];
  });
  await attack('MCP: resources', async () => {
    const r = await mcp({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'file:///etc/passwd' } });
    return [/error/.test(r.text), r.text.slice(0, 90)];
  });
  for (const p of [
    '/api/v1/access/grant',
    '/api/v1/keys/rotate',
    '/api/v1/start',
    '/api/v1/accept',
    '/api/v1/connections/add',
    '/api/v1/audit',
  ])
    await refused(`API: what programs may not ${p}`, p, { method: 'POST', headers: auth, body: '{}' }, [404, 403, 405]);
  await attack('API: other tenants’ injection in a name', async () => {
    const r = await get(`/api/v1/tenant?tenant=${encodeURIComponent("' OR 1=1 --")}`, { headers: auth });
    return [r.status >= 400 && isQuiet(r.text), `${r.status} ${r.text.slice(0, 80)}`];
  });
  await cli(['api', 'remove', 'attacker']);
  await refused('API: a removed token', '/api/v1/status', { headers: auth }, [401]);
}
await attackAsProgram(attacker, cli);
// --- sign-in page
const link = await (async () => {
  const h = standIn.slash({
    guildId: GUILD,
    channelId: CHANNEL,
    command: 'renewtokens',
    user: { id: ADMIN, name: 'Ada' },
  });
  const seen = await h
    .waitFor(
      ({ original }: { original?: unknown }) => original !== undefined && /auth\/start/.test(JSON.stringify(original)),
      15_000,
    )
    .catch(() => undefined);
  return /https:\/\/samaritan\.example(\/auth\/start\?request=[\w-]+)/.exec(JSON.stringify(seen ?? ''))?.[1];
})();
for (const q of [
  'request=<script>alert(1)</script>',
  'request="><img src=x onerror=alert(1)>',
  'request=__proto__',
  'request=constructor',
  'request[]=a',
  'request=a&request=b',
  `request=${'A'.repeat(8000)}`,
  'url=https://evil.example',
  'request=../../x',
  'redirect=//evil.example',
  '',
])
  await attack(`sign-in start ?${q.slice(0, 60)}`, async () => {
    const r = await get(`/auth/start?${encodeURI(q)}`);
    return [[400, 404].includes(r.status) && !/<script|<img|evil|alert/.test(r.text), `${r.status}`];
  });
for (const q of [
  'code=x&state=y',
  'error=<script>alert(1)</script>&state=x',
  'code=x',
  'state=x',
  'code[]=1&state[]=2',
  'error=access_denied&error_description=<b>x</b>',
  `code=${'c'.repeat(9000)}&state=s`,
])
  await attack(`sign-in callback ?${q.slice(0, 60)}`, async () => {
    const r = await get(`/auth/callback?${encodeURI(q)}`);
    return [
      [400, 404].includes(r.status) &&
        !/<script|<b>/.test(r.text) &&
        /frame-ancestors 'none'/.test(r.headers.get('content-security-policy') ?? ''),
      `${r.status}`,
    ];
  });
await attack('sign-in: POST with a foreign form', async () => {
  const r = await get('/auth/start?request=zzz', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
    body: 'a=b',
  });
  return [[400, 404, 415].includes(r.status) && !r.headers.get('location'), `${r.status}`];
});
if (link) {
  await attack('sign-in: looking twice uses nothing up', async () => {
    const a = await get(link),
      b = await get(link);
    return [a.status === 200 && b.status === 200, `${a.status} ${b.status}`];
  });
  await attack('sign-in: no frame, no script, no outside', async () => {
    const r = await get(link);
    const csp = r.headers.get('content-security-policy') ?? '';
    return [
      /default-src 'none'/.test(csp) &&
        /frame-ancestors 'none'/.test(csp) &&
        /base-uri 'none'/.test(csp) &&
        r.headers.get('cache-control') === 'no-store' &&
        r.headers.get('referrer-policy') === 'no-referrer' &&
        r.headers.get('x-content-type-options') === 'nosniff',
      csp,
    ];
  });
  await attack('sign-in: foreign host header leads nowhere else', async () => {
    const out = await raw(
      `POST ${link} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    return [
      !/location:[^\n]*\/\/evil/i.test(out) && !/redirect_uri=[^&\n]*evil/i.test(out),
      /location: (.{0,60})/i.exec(out)?.[1] ?? out.slice(0, 40),
    ];
  });
  await attack('sign-in: the link a second time', async () => {
    const r = await get(link, { method: 'POST' });
    return [r.status === 400 && !r.headers.get('location'), `${r.status}`];
  });
  await attack('sign-in: callback without the cookie', async () => {
    const r = await get('/auth/callback?code=abc&state=guess');
    return [r.status === 400, `${r.status}`];
  });
}
await attackInBrowser(attacker, folder);
// --- Discord
const press = async (name: string, o: object, ok: (text: string) => boolean) =>
  attack(`discord: ${name}`, async () => {
    const h = standIn.slash({
      guildId: GUILD,
      channelId: CHANNEL,
      user: { id: STRANGER, name: 'Mallory' },
      ...o,
    } as never);
    const s = await h.waitFor(
      ({ original }: { original?: unknown }) => original !== undefined && textOf(original as never) !== '',
      10_000,
    );
    const t = textOf(s.original as never);
    return [ok(t), t.slice(0, 90)];
  });
const no = (t: string) => /role|may not|not allowed|nobody|administrator|permission|refus|no access/i.test(t);
for (const c of ['testtokens', 'status', 'access list', 'alerts list', 'history', 'permissions', 'renewtokens'])
  await press(`stranger /${c}`, { command: c }, no);
await press('stranger /help', { command: 'help' }, (t) => !/contoso\.onmicrosoft|\.example\b/.test(t));
await attackGateway(attacker, standIn, APPLICATION);
await services.attack(attacker, standIn, env, ADMIN);
// --- slowloris, floods
await attack('slowloris: 300 connections dripping headers; health within 1 s', async () => {
  const ss: Socket[] = [];
  for (let i = 0; i < 300; i++) {
    const s = connect(port, '127.0.0.1');
    s.on('error', () => {});
    s.write('GET / HTTP/1.1\r\nHost: x\r\n');
    ss.push(s);
  }
  const drip = setInterval(() => {
    for (const s of ss) if (s.writable) s.write('X: a\r\n');
  }, 500);
  let worst = 0;
  for (let i = 0; i < 20; i++) {
    const t = performance.now();
    // A connection of its own: one that was kept may have been the oldest silent one.
    const seen = await raw('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    if (statusOf(seen) !== 200) worst = Number.POSITIVE_INFINITY;
    worst = Math.max(worst, performance.now() - t);
    await new Promise((r) => setTimeout(r, 150));
  }
  await new Promise((r) => setTimeout(r, 12_000));
  const alive = ss.filter((s) => !s.destroyed && s.readyState === 'open').length;
  clearInterval(drip);
  for (const s of ss) s.destroy();
  return [worst < 1000 && alive < 30, `health ${worst.toFixed(0)} ms at most; ${alive} of 300 left after 15 s`];
});
await attack('slow body without a token is cut', async () => {
  const out = await raw(
    'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
    { wait: 3000 },
  );
  return [statusOf(out) === 401, firstLine(out)];
});
await attack('2,000 pipelined requests', async () => {
  const t = performance.now();
  const out = await raw('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000), { wait: 5000 });
  const h = await get('/healthz');
  return [
    h.status === 200,
    `${(out.match(/HTTP\/1\.1 200/g) ?? []).length} answered in ${(performance.now() - t).toFixed(0)} ms`,
  ];
});
await attack('metrics listener while the public port is besieged', async () => {
  const ss = Array.from({ length: 600 }, () => {
    const s = connect(port, '127.0.0.1');
    s.on('error', () => {});
    return s;
  });
  await new Promise((r) => setTimeout(r, 500));
  const t = performance.now();
  const r = await get('/healthz', {}, metrics);
  for (const s of ss) s.destroy();
  return [r.status === 200 && performance.now() - t < 1000, `${(performance.now() - t).toFixed(0)} ms`];
});
// --- aftermath
await stop(product.child);
const log = product.output();
await attack('nothing secret in the log', async () => {
  const bad = [
    'benchmark-token',
    'benchmark-password',
    'hush-3b9dQ7-do-not-tell',
    token,
    sandbox.environment.SAM_APPLICATION_SECRET,
    sandbox.environment.SAM_REFRESH_TOKEN,
    link?.split('=')[1],
  ]
    .filter((s): s is string => Boolean(s))
    .filter((s) => log.includes(s));
  return [bad.length === 0, bad.length ? `found ${bad.map((b) => b.slice(0, 6))}` : `${log.length} characters`];
});
await attack('no internal error in the log', async () => [
  !/internal error|uncaught/i.test(log),
  (/.*(?:internal error|uncaught).*/i.exec(log) ?? [''])[0].slice(0, 150),
]);
await attack('simulators saw no violation', async () => [
  standIn.violations.length === 0,
  String(standIn.violations[0]?.reason ?? ''),
]);
await attackTwoStarts(attacker, env, authority, connector);
const { attacks, held, skipped } = attacker;
services.close();
const open = attacks - held - skipped;
process.stdout.write(`${held} held, ${open} open, ${skipped} skipped\n`);
await Promise.all([standIn.close(), authority.close(), connector.close(), sandbox.stop()]);
await rm(folder, { recursive: true, force: true });
process.exitCode = open === 0 ? 0 : 1;
