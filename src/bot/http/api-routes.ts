import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiTokens } from '../../core/chat/access/api-tokens.ts';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { askAsProgram, type ProgramAnswer, type ProgramParts, problems } from './ask-as-program.ts';
import type { MountRoutes } from './bare-app.ts';
import { answerMcp } from './mcp.ts';
import { answersPrograms, isPosted, pathOf, renderOpenApi } from './open-api.ts';

export interface ApiParts extends ProgramParts {
  tokens: Pick<ApiTokens, 'ownerOf'>;
  commands: readonly CommandDefinition[];
  version: string;
}

const ROOT = '/api/v1';
/** Of what a program says at once. */
export const MOST_BODY_BYTES = 256 * 1024;

const NO_TOKEN = problems(401, 'A token is needed: Authorization: Bearer samaritan_…; samaritan api add makes one.');
const NOT_THERE = problems(404, `Nothing of that name answers programs. ${ROOT}/openapi.json says what does, and how.`);
const POSTED = problems(405, 'Messages are posted here. There is no stream to listen to, and no session to end.');
const NO_BODY = problems(400, 'The body is no JSON object of arguments.');

/** `/api/v1`: the commands that change nothing, for programs with a token, and the document that describes them. */
export function createApiRoutes(parts: ApiParts): MountRoutes {
  const document = renderOpenApi(parts.commands, parts.version);
  const owners = new WeakMap<FastifyRequest, string>();
  /** Before the body is read: a stranger's is never looked at. */
  const authenticate = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const [, token] = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    const owner = token === undefined ? undefined : await parts.tokens.ownerOf(token);
    if (owner === undefined) return send(reply, NO_TOKEN);
    owners.set(request, owner);
    return undefined;
  };
  const ownerOf = (request: FastifyRequest): string => owners.get(request) ?? '';
  return (app) => {
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: MOST_BODY_BYTES },
      (_request, body, done) => done(null, body),
    );
    app.addHook('onRequest', authenticate);
    app.get(`${ROOT}/openapi.json`, (_request, reply) => send(reply, { status: 200, body: document }));
    app.post(`${ROOT}/mcp`, async (request, reply) => {
      const message = readBody(request.body);
      if (!message) return send(reply, NO_BODY);
      const ask: Parameters<typeof answerMcp>[3]['ask'] = (command, given) =>
        askAsProgram(ownerOf(request), command, given, parts);
      await answerMcp(request, reply, message, { ...parts, ask });
      return reply;
    });
    // By this status a client knows that nothing is ever sent unasked; any other is an error to it.
    app.route({
      method: ['GET', 'DELETE'],
      url: `${ROOT}/mcp`,
      handler: (_request, reply) => send(reply.header('allow', 'POST'), POSTED),
    });
    for (const path of [ROOT, `${ROOT}/*`]) app.all(path, (_request, reply) => send(reply, NOT_THERE));
    for (const command of answersPrograms(parts.commands)) {
      const path = `${ROOT}${pathOf(command)}`;
      if (isPosted(command))
        app.post(path, async (request, reply) => {
          const given = readBody(request.body);
          return send(reply, given ? await askAsProgram(ownerOf(request), command, given, parts) : NO_BODY);
        });
      else
        app.get(path, async (request, reply) => {
          const given = request.query as Record<string, string | string[]>;
          return send(reply, await askAsProgram(ownerOf(request), command, given, parts));
        });
    }
  };
}

function send(reply: FastifyReply, { status, body }: ProgramAnswer): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  // Nobody reads what is still coming.
  if (!reply.request.raw.complete) reply.header('connection', 'close');
  if (status === 429) reply.header('retry-after', '60');
  if (status >= 400) reply.type('application/problem+json');
  return reply.code(status).send(body);
}

function readBody(body: unknown): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(String(body));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}
