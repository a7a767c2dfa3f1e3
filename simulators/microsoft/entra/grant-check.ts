import type { EntraRefusal } from '../answers/entra-error.ts';
import { LEGACY_CLIENT_ID, type Partner } from '../world/partner.ts';
import type { RefreshTokenFamily } from '../world/refresh-tokens.ts';
import type { TokenRequest } from './client-check.ts';

export const CLIENT_MISMATCH: EntraRefusal = {
  code: 700007,
  error: 'invalid_grant',
  suberror: 'client_mismatch',
  text: 'The grant was issued for a different client id.',
};

/** The grant a refresh token stands for, or what Entra has against it. */
export function checkRefreshToken(request: TokenRequest, partner: Partner): RefreshTokenFamily | EntraRefusal {
  if (request.refresh_token === '') {
    const text = "The request body must contain the following parameter: 'refresh_token'.";
    return { code: 900144, error: 'invalid_request', text };
  }
  const isLegacy = request.client_id === LEGACY_CLIENT_ID;
  const own = isLegacy ? partner.legacyGrant : partner.samGrant;
  const other = isLegacy ? partner.samGrant : partner.legacyGrant;
  if (own.owns(request.refresh_token)) return own;
  if (other.owns(request.refresh_token)) {
    return CLIENT_MISMATCH;
  }
  return { code: 9002313, error: 'invalid_grant', text: 'Invalid request. Request is malformed or invalid.' };
}
