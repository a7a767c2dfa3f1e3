import { Agent, request } from 'undici';
import type { Sandbox } from '../../../simulators/microsoft/sandbox.ts';

/** The scope of a Graph token. */
export const GRAPH = 'https://graph.microsoft.com/.default';
/** The scope of an Exchange token. */
export const EXCHANGE = 'https://outlook.office365.com/.default';

// biome-ignore lint/suspicious/noExplicitAny: tests read bodies of many shapes and assert on every field they touch.
type Json = any;

/** An answer as it came: the body as text, and as JSON where it is JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: Json;
}

interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

const agent = new Agent({ connections: 16, pipelining: 1 });

/** Sends one request and reads the whole answer; follows no redirect. */
export async function send(url: string, sent: Sent = {}): Promise<Answered> {
  const { method = 'GET', ...rest } = sent;
  const answer = await request(url, { method, dispatcher: agent, ...rest });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) };
}

/** A client that does what a careful one does: the right token to the right host, every header in place. */
export function createClient(sandbox: Sandbox) {
  const environment = sandbox.environment();
  const form: Record<string, string> = {
    grant_type: 'refresh_token',
    client_id: environment.SAM_APPLICATION_ID ?? '',
    client_secret: environment.SAM_APPLICATION_SECRET ?? '',
    refresh_token: environment.SAM_REFRESH_TOKEN ?? '',
  };
  const partnerId = environment.SAM_TENANT_ID ?? '';

  const postForm = (tenant: string, fields: Record<string, string>, signal?: AbortSignal): Promise<Answered> =>
    send(`${sandbox.origin}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
      ...(signal === undefined ? {} : { signal }),
    });
  const redeem = (tenant: string, scope: string, changes: Record<string, string> = {}): Promise<Answered> =>
    postForm(tenant, { ...form, scope, ...changes });
  const token = async (tenant: string, scope: string): Promise<string> => {
    const { status, json, text } = await redeem(tenant, scope);
    if (status !== 200) throw new Error(`no token: ${text}`);
    return json.access_token;
  };
  const graph = (path: string, bearer: string, headers: Record<string, string> = {}): Promise<Answered> =>
    send(path.startsWith('http') ? path : `${sandbox.origin}/v1.0${path}`, {
      headers: { authorization: `Bearer ${bearer}`, ...headers },
    });
  const exchange = (
    tenant: string,
    bearer: string,
    headers: Record<string, string> = {},
    cmdlet = 'Get-OrganizationConfig',
  ) =>
    send(`${sandbox.origin}/adminapi/beta/${tenant}/InvokeCommand`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenant}`,
        'accept-encoding': 'identity',
        ...headers,
      },
      body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: {} } }),
    });
  const users = async (tenant: string): Promise<Answered> =>
    graph('/users?$top=1&$select=id', await token(tenant, GRAPH));
  const organizationConfig = async (tenant: string): Promise<Answered> =>
    exchange(tenant, await token(tenant, EXCHANGE));

  return { environment, partnerId, form, postForm, redeem, token, graph, exchange, users, organizationConfig };
}

/** The claims of a JWT. */
export function claimsOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** The error code of the system or of undici behind a failed request; 'none' when it did not fail. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
