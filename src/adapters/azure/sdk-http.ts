import {
  createHttpHeaders,
  type PipelineRequest,
  type PipelineResponse,
  type HttpClient as SdkHttpClient,
} from '@azure/core-rest-pipeline';
import type { HttpClient } from '../http/http-client.ts';
import type { HttpResponse } from '../http/http-response.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/**
 * Lets Azure's libraries send over our own client, so that verified TLS, the proxy, the limits of size and time and the
 * sandbox hold for them too. `inspect` throws for an answer that the library would trip over.
 */
export function createSdkHttp(http: HttpClient, inspect: (answer: HttpResponse) => void = () => {}): SdkHttpClient {
  return {
    sendRequest: async (request): Promise<PipelineResponse> => {
      const answer = await http.ask({
        method: methodOf(request),
        url: request.url,
        headers: request.headers.toJSON(),
        body: bodyOf(request),
        ...(request.timeout > 0 ? { timeoutMs: request.timeout } : {}),
      });
      inspect(answer);
      const headers = createHttpHeaders();
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
      return { request, status: answer.status, headers, bodyAsText: answer.body };
    },
  };
}

function methodOf({ method }: PipelineRequest): (typeof METHODS)[number] {
  const known = METHODS.find((one) => one === method);
  if (!known) throw new TypeError(`${method} is never sent`);
  return known;
}

function bodyOf({ body }: PipelineRequest): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('only a text or bytes are sent');
}
