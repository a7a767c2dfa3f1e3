import { createHash } from 'node:crypto';
import type { Reply } from '../answers/answer.ts';
import { entraErrorReply } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { SignIn } from '../world/sign-ins.ts';
import type { World } from '../world/world.ts';
import type { TokenRequest } from './client-check.ts';

/** The sign-in that an authorization code stands for, with the nonce it was asked with, or Entra's refusal. */
export function redeemCode(
  world: World,
  request: TokenRequest,
  inbound: Inbound,
  isPublic: boolean,
): { signIn: SignIn; nonce: string } | Reply {
  const refuse = (code: number, error: string, text: string): Reply =>
    entraErrorReply({ code, error, text }, text, inbound);
  const { signIns } = world;
  const pending = signIns.pending.get(request.code);
  if (pending?.challenge === undefined || pending.clientId !== request.client_id.toLowerCase())
    return refuse(70000, 'invalid_grant', 'The provided value for the code parameter is not valid.');
  pending.asked += 1;
  if (pending.asked > 1)
    return refuse(
      54005,
      'invalid_grant',
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
    );
  if (pending.redirectUri !== request.redirect_uri)
    return refuse(
      500112,
      'invalid_client',
      'The reply address does not match the reply address provided when requesting the code.',
    );
  const challenge = createHash('sha256').update(request.code_verifier).digest('base64url');
  if (challenge !== pending.challenge)
    return refuse(
      50148,
      'invalid_grant',
      'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
    );
  const { scenario, nonce = '' } = pending;
  if (scenario.refusal) return entraErrorReply(scenario.refusal, scenario.refusal.text, inbound);
  return { signIn: signIns.grant(pending, isPublic), nonce };
}
