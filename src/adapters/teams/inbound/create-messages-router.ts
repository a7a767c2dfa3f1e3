import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import { OPENID_METADATA_URL } from '../outbound/bot-framework.ts';
import { assertAnswerable, assertLocal, assertTeamsChannel, bindToken, checkTenant } from './admit-activity.ts';
import { answerInvoke, answerRepeated } from './answer-invoke.ts';
import type { InboundEvent } from './inbound-event.ts';
import { InboundRefusal } from './inbound-refusal.ts';
import { assertRouterOptions, type MessagesRouterOptions } from './messages-router-options.ts';
import { parseActivity, toInboundEvent } from './parse-inbound-event.ts';
import { readActivityBody } from './read-activity-body.ts';
import { toReplayKey } from './replay-guard.ts';
import { createSigningKeys } from './signing-keys.ts';
import { type VerifiedToken, verifyToken } from './verify-token.ts';

export interface MessagesRouter {
  mount(app: FastifyInstance): void;
  /** Resolves when all that was received is handled. */
  idle(): Promise<void>;
}

/** Teams' own limit for a message is about 100 KB. */
const BODY_LIMIT_BYTES = 256 * 1024;
/** So long a request waits for its answer at most. */
const INVOKE_LIMIT_MS = 10_000;
/** An anonymous request has no token that could run out. */
const ANONYMOUS_KEEP_MS = 3_600_000;

/** The way in for Teams. Throws for options under which requests could not be authenticated. */
export function createMessagesRouter(options: MessagesRouterOptions): MessagesRouter {
  const { appId = '', clock, handler, ledger, timers, confirm, onRefused, onFault, sandbox = false } = options;
  const openIdMetadataUrl = options.openIdMetadataUrl ?? OPENID_METADATA_URL;
  assertRouterOptions(options);
  const anonymous = options.allowAnonymous === true;
  const allowed = new Set(options.allowedTenants.map((tenant) => tenant.toLowerCase()));
  const keys = createSigningKeys({ openIdMetadataUrl, http: options.http, clock, timers, sandbox });
  const running = new Set<Promise<void>>();
  const tokens = new WeakMap<FastifyRequest, VerifiedToken>();

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
  const authenticate = async (request: FastifyRequest): Promise<void> => {
    if (anonymous) assertLocal(request.raw);
    else tokens.set(request, await verifyToken(request.headers.authorization, { appId, keys, clock }));
  };

  const receive = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const activity = parseActivity(request.body);
    if (!activity) throw new InboundRefusal(400, 'activity', 'shape');
    assertTeamsChannel(activity);
    assertAnswerable(activity, sandbox);
    let keepUntil = clock.now() + ANONYMOUS_KEEP_MS;
    const token = tokens.get(request);
    if (token) {
      bindToken(token, activity);
      if (confirm && !(await confirm(request.body, request.headers.authorization ?? ''))) {
        throw new InboundRefusal(401, 'second-opinion');
      }
      keepUntil = token.refusedFromMs;
    }
    const event = toInboundEvent(activity, checkTenant(activity, allowed));
    if (!event) throw new InboundRefusal(400, 'activity', 'invoke');
    const isInvoke = activity.type === 'invoke';
    const first = await ledger.firstSeen(toReplayKey(event), keepUntil).catch((error: unknown) => {
      onFault(error, event);
      throw new InboundRefusal(503, 'ledger');
    });
    if (!isInvoke) {
      if (first) await begin(event);
      return reply.code(200).send();
    }
    if (!first) return end(reply, answerRepeated(event));
    const parts = { handler, timers, limitMs: INVOKE_LIMIT_MS, onFault: (error: unknown) => onFault(error, event) };
    const { answer, done } = answerInvoke(event, parts);
    track(done);
    return end(reply, await answer);
  };

  /** Resolves when what has to outlive this process is kept, or the handler has no more time for that. */
  const begin = async (event: InboundEvent): Promise<void> => {
    const { promise: taken, resolve } = Promise.withResolvers<void>();
    const stop = timers.after(INVOKE_LIMIT_MS, resolve);
    const over = handler.handle(event, resolve).catch((error: unknown) => onFault(error, event));
    track(over);
    await Promise.race([taken, over]);
    stop();
  };

  const refuse = (error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = toRefusal(error);
    if (refusal) onRefused(refusal);
    else onFault(error, undefined);
    return reply.code(refusal?.status ?? 500).send();
  };

  return {
    mount: (app) => {
      app.addContentTypeParser(
        'application/json',
        { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
        async ({ headers }: FastifyRequest, body: string) => {
          // Many may come at once, and each is up to a quarter of a megabyte.
          await nextTurn();
          return readActivityBody(body, headers['content-encoding']);
        },
      );
      app.setErrorHandler(refuse);
      app.post('/api/messages', { onRequest: authenticate }, receive);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function end(reply: FastifyReply, { status, body }: { status: number; body: unknown }): FastifyReply {
  return reply.code(status).send(body);
}

/** The framework's own errors, such as a body that is too large, have a status. */
function toRefusal(error: unknown): InboundRefusal | undefined {
  if (error instanceof InboundRefusal) return error;
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  if (error.statusCode === 413) return new InboundRefusal(413, 'body-too-large');
  return error.statusCode >= 400 && error.statusCode < 500 ? new InboundRefusal(400, 'body-unreadable') : undefined;
}
