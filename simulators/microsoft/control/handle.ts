import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { UnknownTenantError } from '../world/world.ts';

/** A route that answers what `run` gives as JSON, and a throw as `{ "error": "<a sentence>" }`. */
export function handle(status: number, run: (request: FastifyRequest) => unknown) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    try {
      reply.code(status).send(run(request));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reply.code(error instanceof UnknownTenantError ? 404 : 400).send({ error: message });
    }
  };
}

/** The request's body; throws a sentence that names what is wrong with it. */
export function parse<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const result = schema.safeParse(toJson(request.body));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new Error(`The request cannot be understood (${faults.join('; ')}).`);
}

function toJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined;
  } catch {
    throw new Error('The request body is not JSON.');
  }
}
