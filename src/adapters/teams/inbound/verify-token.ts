import * as errors from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';
import { z } from 'zod';
import type { Clock } from '../../../core/model/time/clock.ts';
import { CONNECTOR_ISSUER } from '../outbound/bot-framework.ts';
import { InboundRefusal } from './inbound-refusal.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface VerifiedToken {
  /** The service that the activity must come from. */
  serviceUrl: string;
  endorsements: readonly string[];
  /** From here on the token is refused, the tolerance included. */
  refusedFromMs: number;
}

export interface VerifyTokenOptions {
  appId: string;
  keys: SigningKeys;
  clock: Clock;
}

/** Tolerance for clocks that differ, as the connector's own protocol has it (learn.microsoft.com: Bot Connector authentication). */
const TOLERANCE_S = 300;

const LONGEST_HEADER = 16_384;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/;

const claimsSchema = z.object({ serviceurl: z.string().min(1), exp: z.number() });

/**
 * Checks a token of the Bot Connector: RS256 with a published key, issuer, audience, both ends of its lifetime.
 * Throws `Refusal` with status 401. What binds it to an activity is checked by `bindToken`.
 */
export async function verifyToken(
  authorization: string | undefined,
  { appId, keys, clock }: VerifyTokenOptions,
): Promise<VerifiedToken> {
  if (authorization === undefined || authorization === '') throw new InboundRefusal(401, 'no-token');
  const token = authorization.length > LONGEST_HEADER ? undefined : BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new InboundRefusal(401, 'bad-token', 'shape');
  let endorsements: readonly string[] = [];
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        if (!kid) throw new InboundRefusal(401, 'unknown-key', 'no key id');
        const found = await keys.find(kid).catch(() => {
          throw new InboundRefusal(401, 'keys-unavailable');
        });
        if (!found) throw new InboundRefusal(401, 'unknown-key');
        endorsements = found.endorsements;
        return found.key;
      },
      {
        algorithms: ['RS256'],
        issuer: CONNECTOR_ISSUER,
        audience: appId,
        requiredClaims: ['exp'],
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(clock.now()),
      },
    );
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw new InboundRefusal(401, 'service-url', 'no claim');
    const { serviceurl, exp } = claims.data;
    return { serviceUrl: serviceurl, endorsements, refusedFromMs: (exp + TOLERANCE_S) * 1000 };
  } catch (error) {
    throw error instanceof InboundRefusal ? error : new InboundRefusal(401, 'bad-token', detailOf(error));
  }
}

/** A code and the claim's name: the claim's value is from outside. */
function detailOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `${error.code} ${error.claim}`;
  }
  return error instanceof errors.JOSEError ? error.code : 'unreadable';
}
