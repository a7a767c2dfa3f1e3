import { Pool } from 'undici';

/**
 * The yardstick: the same requests as `testtokens`, in the same order for each tenant and with as many in flight, but
 * nothing else: no MSAL, no Graph client, no diagnosis, no database. Runs as its own process and prints JSON.
 */
const origin = process.env.SAMARITAN_SANDBOX_URL ?? '';
const inFlight = Number(process.argv[2]);
const limit = Number(process.argv[3] ?? Number.POSITIVE_INFINITY);
const pool = new Pool(origin, { connections: inFlight });

const started = performance.now();
let active = 0;
const waiting: (() => void)[] = [];

async function send(
  path: string,
  method: 'GET' | 'POST',
  headers: Record<string, string>,
  body?: string,
): Promise<unknown> {
  if (active >= inFlight) await new Promise<void>((resolve) => waiting.push(resolve));
  active += 1;
  try {
    const answer = await pool.request({ path, method, headers, body: body ?? null });
    const json = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
    return json;
  } finally {
    active -= 1;
    waiting.shift()?.();
  }
}

async function redeem(tenant: string, scope: string): Promise<string> {
  const body = new URLSearchParams({
    client_id: process.env.SAM_APPLICATION_ID ?? '',
    client_secret: process.env.SAM_APPLICATION_SECRET ?? '',
    refresh_token: process.env.SAM_REFRESH_TOKEN ?? '',
    grant_type: 'refresh_token',
    scope,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = (await send(`/${tenant}/oauth2/v2.0/token`, 'POST', headers, body)) as { access_token: string };
  return json.access_token;
}

async function testTenant(id: string): Promise<void> {
  const graph = async (): Promise<void> => {
    const token = await redeem(id, 'https://graph.microsoft.com/.default');
    await send('/v1.0/users?$top=1&$select=id', 'GET', { authorization: `Bearer ${token}` });
  };
  const exchange = async (): Promise<void> => {
    const token = await redeem(id, 'https://outlook.office365.com/.default');
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${id}`,
    };
    const body = JSON.stringify({ CmdletInput: { CmdletName: 'Get-OrganizationConfig', Parameters: {} } });
    await send(`/adminapi/beta/${id}/InvokeCommand`, 'POST', headers, body);
  };
  await Promise.all([graph(), exchange()]);
}

const token = await redeem(process.env.SAM_TENANT_ID ?? '', 'https://graph.microsoft.com/.default');
const ids: string[] = [];
let next: string | undefined = '/v1.0/contracts?$top=999';
while (next !== undefined) {
  const page = (await send(next, 'GET', { authorization: `Bearer ${token}` })) as {
    value: { customerId: string }[];
    '@odata.nextLink'?: string;
  };
  ids.push(...page.value.map((contract) => contract.customerId));
  const link: string | undefined = page['@odata.nextLink'];
  next = link === undefined ? undefined : new URL(link).pathname + new URL(link).search;
}
const tenants = ids.slice(0, limit);
let index = 0;
await Promise.all(
  Array.from({ length: Math.min(inFlight, tenants.length) }, async () => {
    while (index < tenants.length) await testTenant(tenants[index++] ?? '');
  }),
);
await pool.close();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    tenants: tenants.length,
    wallMs: performance.now() - started,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    rssMb: maxRSS / 1024,
  }),
);
