import type { Answer, Reply } from '../answers/answer.ts';
import { entraErrorReply, entraHeaders } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { SignIn } from '../world/sign-ins.ts';
import type { World } from '../world/world.ts';
import type { TokenRequest } from './client-check.ts';
import { findClient } from './clients.ts';
import { findTenant } from './find-tenant.ts';
import { scopesIn } from './resources.ts';

const LIFETIME_S = 900;
/** RFC 8628 and learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code: nine characters to type. */
const USER_CODE_LENGTH = 9;

/** `POST /{tenant}/oauth2/v2.0/devicecode`. `intervalS`: how long a client is to wait between two polls. */
export function createDeviceCode(world: World, intervalS: number): (authority: string, request: Inbound) => Answer {
  return (authority, inbound) => {
    const form = new URLSearchParams(inbound.body);
    const tenant = findTenant(world, authority);
    if ('code' in tenant) return entraErrorReply(tenant, tenant.text, inbound);
    const clientId = (form.get('client_id') ?? '').toLowerCase();
    if (!findClient(world, clientId)) {
      const text = `Application with identifier '${form.get('client_id')}' was not found in the directory.`;
      return entraErrorReply({ code: 700016, error: 'unauthorized_client', text }, text, inbound);
    }
    const { signIns } = world;
    const deviceCode = `BAQABAAEAAAA${signIns.code(160)}`;
    const userCode = signIns.code(USER_CODE_LENGTH).toUpperCase();
    const scopes = scopesIn(form.get('scope') ?? '');
    signIns.pending.set(deviceCode, { clientId, scopes, scenario: signIns.scenario, asked: 0 });
    const body = {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: 'https://microsoft.com/devicelogin',
      expires_in: LIFETIME_S,
      interval: intervalS,
      message: `To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ${userCode} to authenticate.`,
    };
    return { status: 200, headers: entraHeaders(inbound), body: JSON.stringify(body) };
  };
}

const WORDS = {
  pending: {
    error: 'authorization_pending',
    code: 70016,
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  // Microsoft names no number for these two.
  'slow-down': { error: 'slow_down', code: 0, text: 'Polling is too fast.' },
  declined: { error: 'authorization_declined', code: 0, text: 'The end user denied the authorization request.' },
  expired: {
    error: 'expired_token',
    code: 70020,
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
} as const;

/** What polling for a device code answers: the sign-in, or Entra's word for what has become of it. */
export function redeemDeviceCode(world: World, request: TokenRequest, inbound: Inbound): SignIn | Reply {
  const { signIns } = world;
  const pending = signIns.pending.get(request.device_code);
  const refuse = (refusal: { error: string; code: number; text: string }): Reply =>
    entraErrorReply(refusal, refusal.text, inbound);
  if (pending?.challenge !== undefined || pending?.clientId !== request.client_id.toLowerCase())
    return refuse({ error: 'bad_verification_code', code: 70018, text: 'Invalid verification code.' });
  const { scenario } = pending;
  if (scenario.noPublicClient === true)
    return refuse({
      error: 'invalid_client',
      code: 7000218,
      text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    });
  const poll = scenario.polls[Math.min(pending.asked, scenario.polls.length - 1)] ?? 'pending';
  pending.asked += 1;
  if (poll !== 'granted') return refuse(WORDS[poll]);
  if (scenario.refusal) return entraErrorReply(scenario.refusal, scenario.refusal.text, inbound);
  signIns.pending.delete(request.device_code);
  return signIns.grant(pending, true);
}
