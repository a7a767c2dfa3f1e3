import { type Attacker, isQuiet } from './attacker.ts';

/** Tokens that were taken away, made anew, narrowed, or that are somebody else's. */
export async function attackAsProgram(attacker: Attacker, cli: (args: string[]) => Promise<string>): Promise<void> {
  const make = async (name: string): Promise<string> =>
    /samaritan_[\w-]+/.exec(await cli(['api', 'add', name]))?.[0] ?? `no token for ${name}`;
  const old = await make('worn');
  await cli(['access', 'grant', 'api:token:worn', 'viewer']);
  const bearer = (token: string) => ({
    authorization: `Bearer ${token}`,
    ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  });
  const call = (token: string, name: string, args: object) =>
    attacker.get('/api/v1/mcp', {
      method: 'POST',
      headers: bearer(token),
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
    });
  const status = async (token: string) => (await attacker.get('/api/v1/status', { headers: bearer(token) })).status;
  await attacker.attack('programs: a token with a role is answered', async () => {
    const seen = await status(old);
    return [seen === 200, `${seen}`];
  });
  await cli(['access', 'revoke', 'api:token:worn']);
  await attacker.attack('programs: a token whose role was taken away', async () => {
    const seen = [await status(old), (await call(old, 'status', {})).text];
    return [seen[0] === 403 && /no role|isError":true|"error"/.test(String(seen[1])), String(seen).slice(0, 100)];
  });
  await cli(['access', 'grant', 'api:token:worn', 'viewer']);
  await cli(['api', 'remove', 'worn']);
  const fresh = await make('worn');
  await attacker.attack('programs: the removed token, where another has its name', async () => {
    const [before, after] = [await status(old), await status(fresh)];
    return [before === 401 && after === 403, `${before}, and the new one without its role ${after}`];
  });
  // A role for a tag that some tenant has, and another tenant that has another tag.
  const domains = new Set((await cli(['testtokens', '--format', 'json'])).match(/[\w-]+\.example/g));
  const [hidden = 'none', other = ''] = domains;
  await cli(['tag', 'add', hidden, 'apart']);
  await cli(['tag', 'add', other, 'elsewhere']);
  await cli(['access', 'grant', 'api:token:worn', 'viewer', '--tag', 'elsewhere']);
  await attacker.attack('programs: a token with a role for a tag reads of its tenants', async () => {
    const { status: code, text } = await attacker.get('/api/v1/status?tag=elsewhere', { headers: bearer(fresh) });
    return [code === 200 && /"all":1\b/.test(text), `${code} ${text.slice(0, 90)}`];
  });
  for (const [name, run] of [
    ['by its name', () => attacker.get(`/api/v1/history?tenant=${hidden}`, { headers: bearer(fresh) })],
    ['by its name over MCP', () => call(fresh, 'history', { tenant: hidden })],
    ['by its tag', () => attacker.get('/api/v1/status?tag=apart', { headers: bearer(fresh) })],
    ['by what it is not', () => attacker.get('/api/v1/status?without-tag=elsewhere', { headers: bearer(fresh) })],
    ['in a list', () => attacker.get('/api/v1/tag/list', { headers: bearer(fresh) })],
    ['in a report', () => attacker.get(`/api/v1/reports/show?tenant=${hidden}`, { headers: bearer(fresh) })],
  ] as const)
    await attacker.attack(`programs: a tenant of another tag than the token’s, ${name}`, async () => {
      const { status: code, text } = await run();
      const asked = text.replaceAll(`“${hidden}”`, '');
      return [hidden !== 'none' && !asked.includes(hidden) && isQuiet(text), `${code} ${text.slice(0, 200)}`];
    });
  for (const [name, token] of [
    ['of another workspace', `samaritan_${'B'.repeat(43)}`],
    ['with a letter more', `${fresh}A`],
    ['in capitals', fresh.toUpperCase()],
    ['cut short', fresh.slice(0, -1)],
    ['twice', `${fresh} ${fresh}`],
  ] as const) {
    await attacker.refused(`programs: a token ${name}`, '/api/v1/status', { headers: bearer(token) }, [401]);
    await attacker.attack(`programs: a token ${name}, over MCP`, async () => {
      const { status: code } = await call(token, 'status', {});
      return [code === 401, `${code}`];
    });
  }
  await cli(['api', 'remove', 'worn']);
}
