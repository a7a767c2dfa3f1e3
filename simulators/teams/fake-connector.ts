import express, { type Request, type Response } from 'express';
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
  close(): Promise<void>;
}

export interface FakeConnectorOptions {
  /** Whether this Authorization header is the bot's. */
  accepts: (authorization: string | undefined) => boolean;
}

export async function createFakeConnector({ accepts }: FakeConnectorOptions): Promise<FakeConnector> {
  const calls: ConnectorCall[] = [];
  const refusals: ConnectorRefusalAnswer[] = [];
  const conversations = new Map<string, Map<string, Record<string, unknown>>>();
  let counter = 0;

  const messagesOf = (id: string): Map<string, Record<string, unknown>> => {
    const messages = conversations.get(id) ?? new Map<string, Record<string, unknown>>();
    conversations.set(id, messages);
    return messages;
  };
  /** Keeps the call; true where it may go on. */
  const admit = (operation: ConnectorCall['operation'], request: Request, response: Response): boolean => {
    const { conversationId = '', activityId } = request.params;
    calls.push({
      operation,
      conversationId: String(conversationId),
      activityId: activityId === undefined ? undefined : String(activityId),
      authorization: request.headers.authorization,
      body: request.body ?? {},
    });
    const refusal = refusals.shift();
    if (refusal === 'broken') {
      request.socket.destroy();
      return false;
    }
    if (refusal) {
      refuse(response, refusal);
      return false;
    }
    if (accepts(request.headers.authorization)) return true;
    refuse(response, { status: 401, code: 'Unauthorized' });
    return false;
  };

  const app = express();
  app.use(express.json({ limit: '1mb' }));
  const activities = '/teams/v3/conversations/:conversationId/activities';
  const send = (request: Request, response: Response): void => {
    if (!admit('send', request, response)) return;
    counter += 1;
    const id = `1700000000${counter}`;
    const { text, attachments = [] } = request.body ?? {};
    // Teams makes two messages of it, of which it tells no id.
    if ((text ? 1 : 0) + attachments.length > 1) return void response.status(202).json({});
    messagesOf(String(request.params.conversationId)).set(id, { ...request.body, id });
    response.status(201).json({ id });
  };
  app.post(activities, send);
  app.post(`${activities}/:activityId`, send);
  app.put(`${activities}/:activityId`, (request, response) => {
    if (!admit('update', request, response)) return;
    const { conversationId, activityId } = request.params;
    const messages = messagesOf(String(conversationId));
    if (!messages.has(String(activityId))) {
      return refuse(response, { status: 404, code: 'ActivityNotFoundInConversation' });
    }
    messages.set(String(activityId), { ...request.body, id: activityId });
    response.json({ id: activityId });
  });
  app.delete(`${activities}/:activityId`, (request, response) => {
    if (!admit('delete', request, response)) return;
    const { conversationId, activityId } = request.params;
    if (!messagesOf(String(conversationId)).delete(String(activityId))) {
      return refuse(response, { status: 404, code: 'ActivityNotFoundInConversation' });
    }
    response.status(200).end();
  });
  app.post('/teams/v3/conversations', (request, response) => {
    if (!admit('create', request, response)) return;
    const members: { id: string }[] = request.body.members ?? [];
    response.status(201).json({ id: `a:chat-with-${members[0]?.id}` });
  });
  const { origin, close } = await listen(app);

  return {
    serviceUrl: `${origin}/teams/`,
    calls,
    messages: (conversationId) => [...messagesOf(conversationId).values()],
    refuseNext: (...answers) => void refusals.push(...answers),
    close,
  };
}

function refuse(response: Response, refusal: Exclude<ConnectorRefusalAnswer, 'broken'>): void {
  const { status, code = 'ServiceError', subCode, retryAfter, body, location } = refusal;
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  if (location !== undefined) response.setHeader('Location', location);
  response.status(status);
  if (body !== undefined) response.type('html').send(body);
  else
    response.json({ error: { code, message: 'refused by the fake' }, ...(subCode === undefined ? {} : { subCode }) });
}
