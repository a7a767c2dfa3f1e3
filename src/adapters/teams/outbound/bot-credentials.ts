import type { Secret } from '../../../core/model/text/secret.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { FetchBotToken } from './fetch-bot-token.ts';

export interface BotCredentials {
  /** A token with more than five minutes left. Throws `TeamsError`, `credentials` where Entra refuses. */
  token(): Promise<Secret>;
  /** The connector refused the token: the next one is fetched anew. */
  forget(): void;
}

export interface BotCredentialsOptions {
  /** `MICROSOFT_APP_ID` of the bot's single-tenant registration. */
  appId: string;
  password: Secret;
  tenantId: string;
  fetchToken: FetchBotToken;
  clock: Clock;
}

/** A token this near to its end could run out on the way. */
const LEAST_LEFT_MS = 5 * 60_000;

/** Credentials that fetch a token when one is needed and keep it till near its end. At most one fetch is under way. */
export function createBotCredentials(options: BotCredentialsOptions): BotCredentials {
  const { appId, password, tenantId, fetchToken, clock } = options;
  let kept: { token: Secret; staleAtMs: number } | undefined;
  let fetching: Promise<Secret> | undefined;

  const fetchAnew = async (): Promise<Secret> => {
    try {
      const { token, lifetimeMs } = await fetchToken({ appId, password, tenantId });
      kept = { token, staleAtMs: clock.monotonicMs() + lifetimeMs - LEAST_LEFT_MS };
      return token;
    } finally {
      fetching = undefined;
    }
  };

  return {
    token: async () => {
      if (kept && clock.monotonicMs() < kept.staleAtMs) return kept.token;
      fetching ??= fetchAnew();
      return fetching;
    },
    forget: () => {
      kept = undefined;
    },
  };
}
