import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from 'express';
import { OPENID_METADATA_URL } from '../outbound/bot-framework.ts';
import { assertLocal } from './anonymous-guard.ts';
import { answerInvoke, answerRepeated } from './answer-invoke.ts';
import { assertAnswerable, assertTeamsChannel, bindToken } from './bind-token.ts';
import { checkTenant } from './caller-tenant.ts';
import { assertRouterOptions, type MessagesRouterOptions } from './messages-router-options.ts';
import { parseActivity, toInboundEvent } from './parse-inbound-event.ts';
import { Refusal } from './refusal.ts';
import { toReplayKey } from './replay-guard.ts';
import { createSigningKeys } from './signing-keys.ts';
import { type VerifiedToken, verifyToken } from './verify-token.ts';

export interface MessagesRouter {
  /** `POST /api/messages`. Every refusal is a bare status. */
  router: Router;
  /** Resolves when all that was received is handled. */
  idle(): Promise<void>;
}

/** An anonymous request has no token that could run out. */
const ANONYMOUS_KEEP_MS = 3_600_000;

/** The way in for Teams. Throws for options under which requests could not be authenticated. */
export function createMessagesRouter(options: MessagesRouterOptions): MessagesRouter {
  const { appId = '', clock, handler, ledger, timers, confirm, onRefused, onFault, sandbox = false } = options;
  const { bodyLimitBytes = 256 * 1024, invokeLimitMs = 10_000 } = options;
  const openIdMetadataUrl = options.openIdMetadataUrl ?? OPENID_METADATA_URL;
  assertRouterOptions(options);
  const anonymous = options.allowAnonymous === true;
  const allowed = new Set(options.allowedTenants.map((tenant) => tenant.toLowerCase()));
  const keys = createSigningKeys({ openIdMetadataUrl, http: options.http, clock, sandbox });
  const running = new Set<Promise<void>>();

  const track = (work: Promise<unknown>): void => {
    const one: Promise<void> = work
      .then(
        () => {},
        (error: unknown) => void onFault(error, undefined),
      )
      .finally(() => running.delete(one));
    running.add(one);
  };

  /** Before the body is read: a stranger's is never looked at. */
  const authenticate: RequestHandler = async (request, response, next) => {
    response.removeHeader('X-Powered-By');
    if (anonymous) assertLocal(request);
    else response.locals.token = await verifyToken(request.headers.authorization, { appId, keys, clock });
    next();
  };

  const receive: RequestHandler = async (request, response) => {
    const activity = parseActivity(request.body);
    if (!activity) throw new Refusal(400, 'activity', 'shape');
    assertTeamsChannel(activity);
    assertAnswerable(activity, sandbox);
    let keepUntil = clock.now() + ANONYMOUS_KEEP_MS;
    if (!anonymous) {
      const token = response.locals.token as VerifiedToken;
      bindToken(token, activity);
      if (confirm && !(await confirm(request.body, request.headers.authorization ?? ''))) {
        throw new Refusal(401, 'second-opinion');
      }
      keepUntil = token.refusedFromMs;
    }
    const event = toInboundEvent(activity, checkTenant(activity, allowed));
    if (!event) throw new Refusal(400, 'activity', 'invoke');
    const isInvoke = activity.type === 'invoke';
    const first = await ledger.firstSeen(toReplayKey(event), keepUntil).catch((error: unknown) => {
      onFault(error, event);
      throw new Refusal(503, 'ledger');
    });
    if (!isInvoke) {
      response.status(200).end();
      if (first) track(handler.handle(event).catch((error: unknown) => onFault(error, event)));
      return;
    }
    if (!first) return end(response, answerRepeated(event));
    const parts = { handler, timers, limitMs: invokeLimitMs, onFault: (error: unknown) => onFault(error, event) };
    const { answer, done } = answerInvoke(event, parts);
    track(done);
    end(response, await answer);
  };

  const refuse: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const refusal = toRefusal(error);
    if (refusal) onRefused(refusal);
    else onFault(error, undefined);
    if (!response.headersSent) response.status(refusal?.status ?? 500);
    response.end();
  };

  const router = express.Router();
  const json = express.json({ limit: bodyLimitBytes, inflate: false, type: 'application/json' });
  router.post('/api/messages', authenticate, json, receive);
  router.use('/api/messages', refuse);
  return {
    router,
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function end(response: Response, { status, body }: { status: number; body: unknown }): void {
  response.status(status);
  if (body === undefined) response.end();
  else response.json(body);
}

/** The body parser's errors have a status and would show what it did not like. */
function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status === 413) return new Refusal(413, 'body-too-large');
  return error.status >= 400 && error.status < 500 ? new Refusal(400, 'body-unreadable') : undefined;
}
