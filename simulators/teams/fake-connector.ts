import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listen } from './listen.ts';

/** One request that reached the fake connector. */
export interface ConnectorCall {
  operation: 'send' | 'update' | 'delete' | 'create';
  conversationId: string;
  activityId: string | undefined;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

/** An answer other than success: a status with what goes with it, or a connection that breaks without one. */
export type ConnectorRefusalAnswer =
  | { status: number; code?: string; subCode?: string; retryAfter?: string; body?: string; location?: string }
  | 'broken';

/**
 * Stands in for Teams' Bot Connector over plain HTTP on loopback. It takes only the tokens that `accepts` knows, keeps
 * the messages of every conversation, and can be told to refuse.
 */
export interface FakeConnector {
  /** Ends in a slash, as Teams' own does. */
  serviceUrl: string;
  calls: ConnectorCall[];
  /** The messages of a conversation as they are now, oldest first. */
  messages(conversationId: string): Record<string, unknown>[];
  /** The next answers, in order; then it succeeds again. */
  refuseNext(...answers: ConnectorRefusalAnswer[]): void;
  /** The same for what holds this text; everything else succeeds meanwhile. */
  refuseWith(text: RegExp, ...answers: ConnectorRefusalAnswer[]): void;
  close(): Promise<void>;
}

type Request = FastifyRequest<{
  Params: { conversationId?: string; activityId?: string };
  Body: Record<string, unknown> | undefined;
}>;

export interface FakeConnectorOptions {
  /** Whether this Authorization header is the bot's. */
  accepts: (authorization: string | undefined) => boolean;
}

export async function createFakeConnector({ accepts }: FakeConnectorOptions): Promise<FakeConnector> {
  const calls: ConnectorCall[] = [];
  const refusals: { answer: ConnectorRefusalAnswer; text: RegExp }[] = [];
  const conversations = new Map<string, Map<string, Record<string, unknown>>>();
  let counter = 0;

  const messagesOf = (id: string): Map<string, Record<string, unknown>> => {
    const messages = conversations.get(id) ?? new Map<string, Record<string, unknown>>();
    conversations.set(id, messages);
    return messages;
  };
  /** Keeps the call; true where it may go on. */
  const admit = (operation: ConnectorCall['operation'], request: Request, reply: FastifyReply): boolean => {
    const { conversationId = '', activityId } = request.params;
    const { authorization } = request.headers;
    calls.push({ operation, conversationId, activityId, authorization, body: request.body ?? {} });
    const written = JSON.stringify(request.body ?? {});
    const index = refusals.findIndex(({ text }) => text.test(written));
    const refusal = index < 0 ? undefined : refusals.splice(index, 1)[0]?.answer;
    if (refusal === 'broken') {
      reply.hijack();
      request.raw.socket.destroy();
      return false;
    }
    if (!refusal && accepts(authorization)) return true;
    refuse(reply, refusal ?? { status: 401, code: 'Unauthorized' });
    return false;
  };

  const app = fastify({ bodyLimit: 1024 * 1024, routerOptions: { maxParamLength: 1000 } });
  // A body is not always there, also where its type is named.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, body: string) =>
    body === '' ? undefined : JSON.parse(body),
  );
  const activities = '/teams/v3/conversations/:conversationId/activities';
  const send = async (request: Request, reply: FastifyReply): Promise<FastifyReply> => {
    if (!admit('send', request, reply)) return reply;
    counter += 1;
    const id = `1700000000${counter}`;
    const { text, attachments } = request.body ?? {};
    const parts = (text ? 1 : 0) + (Array.isArray(attachments) ? attachments.length : 0);
    // Teams makes two messages of it, of which it tells no id.
    if (parts > 1) return reply.code(202).send({});
    messagesOf(request.params.conversationId ?? '').set(id, { ...request.body, id });
    return reply.code(201).send({ id });
  };
  app.post(activities, send);
  app.post(`${activities}/:activityId`, send);
  app.put(`${activities}/:activityId`, async (request: Request, reply) => {
    if (!admit('update', request, reply)) return reply;
    const { conversationId = '', activityId = '' } = request.params;
    const messages = messagesOf(conversationId);
    if (!messages.has(activityId)) return refuse(reply, { status: 404, code: 'ActivityNotFoundInConversation' });
    messages.set(activityId, { ...request.body, id: activityId });
    return { id: activityId };
  });
  app.delete(`${activities}/:activityId`, async (request: Request, reply) => {
    if (!admit('delete', request, reply)) return reply;
    const { conversationId = '', activityId = '' } = request.params;
    if (!messagesOf(conversationId).delete(activityId)) {
      return refuse(reply, { status: 404, code: 'ActivityNotFoundInConversation' });
    }
    return reply.code(200).send();
  });
  app.post('/teams/v3/conversations', async (request: Request, reply) => {
    if (!admit('create', request, reply)) return reply;
    const [member] = z.array(z.object({ id: z.string() })).parse(request.body?.members ?? []);
    return reply.code(201).send({ id: `a:chat-with-${member?.id}` });
  });
  await app.ready();
  const { origin, close } = await listen(app.routing);

  return {
    serviceUrl: `${origin}/teams/`,
    calls,
    messages: (conversationId) => [...messagesOf(conversationId).values()],
    refuseNext: (...answers) => void refusals.push(...answers.map((answer) => ({ answer, text: /(?:)/ }))),
    refuseWith: (text, ...answers) => void refusals.push(...answers.map((answer) => ({ answer, text }))),
    close,
  };
}

function refuse(reply: FastifyReply, refusal: Exclude<ConnectorRefusalAnswer, 'broken'>): FastifyReply {
  const { status, code = 'ServiceError', subCode, retryAfter, body, location } = refusal;
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  if (location !== undefined) reply.header('Location', location);
  reply.code(status);
  if (body !== undefined) return reply.type('text/html').send(body);
  return reply.send({
    error: { code, message: 'refused by the fake' },
    ...(subCode === undefined ? {} : { subCode }),
  });
}
