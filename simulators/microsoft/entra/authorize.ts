import type { Answer, Reply } from '../answers/answer.ts';
import { entraHeaders } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { World } from '../world/world.ts';
import { findClient } from './clients.ts';
import { findTenant } from './find-tenant.ts';
import { readScope, scopesIn } from './resources.ts';

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/**
 * `GET /{tenant}/oauth2/v2.0/authorize`: the person does at once what the sign-in scenario says, and is sent back with a
 * code or an error. What concerns the client or its address stays on Entra's own page.
 */
export function createAuthorize(
  world: World,
  violated: (text: string) => void,
): (authority: string, request: Inbound) => Answer {
  return (authority, inbound) => {
    const read = (name: string): string => inbound.query.get(name) ?? '';
    const page = (code: number, text: string): Reply => errorPage(code, text, inbound);
    const tenant = findTenant(world, authority);
    if ('code' in tenant) return page(tenant.code, tenant.text);
    const { signIns } = world;
    const clientId = read('client_id').toLowerCase();
    const client = findClient(world, clientId);
    const { scenario } = signIns;
    const redirectUri = read('redirect_uri');
    if (!client)
      return page(700016, `Application with identifier '${read('client_id')}' was not found in the directory.`);
    if (scenario.noRedirect === true || !client.mayReturnTo(redirectUri))
      return page(
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
      );
    const back = (values: Record<string, string>): Reply => {
      const target = new URL(redirectUri);
      for (const [name, value] of Object.entries({ ...values, state: read('state') }))
        target.searchParams.set(name, value);
      return { status: 302, headers: { ...entraHeaders(inbound), location: target.href }, body: '' };
    };
    const fail = (error: string, code: number, text: string): Reply =>
      back({
        error,
        error_description: `AADSTS${code}: ${text} Trace ID: ${inbound.requestId} Correlation ID: ${inbound.correlationId}`,
      });
    if (read('response_type') !== 'code')
      return fail('unsupported_response_type', 70005, 'The app requested an unsupported response type.');
    if (readScope(read('scope')).kind !== 'one') return fail('invalid_scope', 70011, 'The scope is not valid.');
    if (read('prompt') === 'none')
      return fail('login_required', 50058, 'Session information is not sufficient for single-sign-on.');
    const challenge = read('code_challenge');
    if (read('code_challenge_method') !== 'S256' || !CHALLENGE.test(challenge))
      violated('a sign-in was begun without PKCE');
    if (read('state').length < 16) violated('a sign-in was begun without a state worth the name');
    if (read('prompt') !== 'login') violated('a sign-in was begun that does not ask for the password anew');
    const { redirectError } = scenario;
    if (redirectError) return fail(redirectError.error, redirectError.code, redirectError.text);
    const code = `1.AX${signIns.code(180)}`;
    const scopes = scopesIn(read('scope'));
    signIns.pending.set(code, { clientId, scopes, scenario, challenge, redirectUri, nonce: read('nonce'), asked: 0 });
    return back({ code, session_state: signIns.code(36) });
  };
}

/** Entra's page, as far as a program can read it. */
function errorPage(code: number, text: string, inbound: Inbound): Reply {
  const facts = { strServiceExceptionMessage: `AADSTS${code}: ${text}`, iErrorCode: code, sErrorCode: String(code) };
  return {
    status: 200,
    headers: { ...entraHeaders(inbound), 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><head><title>Sign in to your account</title><script>$Config=${JSON.stringify(facts)};</script></head><body>Sorry, but we’re having trouble signing you in.<br>AADSTS${code}: ${text}</body></html>`,
  };
}
