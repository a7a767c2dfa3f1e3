/**
 * What the PowerShell scripts in use do: one tenant after the other, one request after the other. Written over fetch,
 * which is no slower than they are. Prints JSON.
 */
const origin = process.env.SAMARITAN_SANDBOX_URL ?? '';
const limit = Number(process.argv[2]);

async function redeem(tenant: string, scope: string): Promise<string> {
  const body = new URLSearchParams({
    client_id: process.env.SAM_APPLICATION_ID ?? '',
    client_secret: process.env.SAM_APPLICATION_SECRET ?? '',
    refresh_token: process.env.SAM_REFRESH_TOKEN ?? '',
    grant_type: 'refresh_token',
    scope,
  });
  const answer = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

const startedAt = performance.now();
const partner = await redeem(process.env.SAM_TENANT_ID ?? '', 'https://graph.microsoft.com/.default');
const list = await fetch(`${origin}/v1.0/contracts?$top=999`, { headers: { authorization: `Bearer ${partner}` } });
const { value } = (await list.json()) as { value: { customerId: string }[] };
const tenants = value.slice(0, limit);
for (const { customerId } of tenants) {
  const token = await redeem(customerId, 'https://graph.microsoft.com/.default');
  const users = await fetch(`${origin}/v1.0/users`, { headers: { authorization: `Bearer ${token}` } });
  await users.json();
}
for (const { customerId } of tenants) {
  const token = await redeem(customerId, 'https://outlook.office365.com/.default');
  const answer = await fetch(`${origin}/adminapi/beta/${customerId}/InvokeCommand`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${customerId}`,
    },
    body: JSON.stringify({ CmdletInput: { CmdletName: 'Get-OrganizationConfig', Parameters: {} } }),
  });
  await answer.json();
}
process.stdout.write(JSON.stringify({ tenants: tenants.length, wallMs: performance.now() - startedAt }));
process.exit(0);
