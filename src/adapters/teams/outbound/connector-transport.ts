import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { HttpClient, HttpRequest } from '../../http/http-client.ts';
import { header } from '../../http/http-response.ts';
import type { BotCredentials } from './bot-credentials.ts';
import { ConnectorRefusal } from './connector-refusal.ts';
import { assertConnectorUrl } from './service-url.ts';

type ConnectorOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
type BotbuilderHttpClient = NonNullable<ConnectorOptions['httpClient']>;
type WebResource = Parameters<BotbuilderHttpClient['sendRequest']>[0];

export interface ConnectorTransportOptions {
  http: HttpClient;
  sandbox: boolean;
  clock: Clock;
  /** Absent only in anonymous mode: then no token is sent anywhere. */
  credentials?: BotCredentials | undefined;
}

/** Adds the bot's token to a request. Asked by botbuilder before every request; refuses a host that may not see it. */
export function createRequestSigner({ credentials, sandbox }: ConnectorTransportOptions) {
  return {
    signRequest: async (request: WebResource): Promise<WebResource> => {
      assertConnectorUrl(request.url, { sandbox });
      if (credentials) request.headers.set('Authorization', `Bearer ${(await credentials.token()).reveal()}`);
      return request;
    },
  };
}

/**
 * The last step below botbuilder's connector client. It checks the host once more, follows no redirect, and throws for
 * every answer but 2xx, so that the client's own retries, which know nothing of Teams' limits, have nothing to retry.
 */
export function createConnectorTransport(options: ConnectorTransportOptions): BotbuilderHttpClient {
  const { http, sandbox, clock, credentials } = options;
  return {
    sendRequest: async (request) => {
      assertConnectorUrl(request.url, { sandbox });
      const answer = await http.ask({
        method: request.method as HttpRequest['method'],
        url: request.url,
        headers: request.headers.rawHeaders(),
        body: typeof request.body === 'string' ? request.body : undefined,
      });
      if (answer.status === 401) credentials?.forget();
      if (answer.status < 200 || answer.status > 299) throw new ConnectorRefusal(answer, clock.now());
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      for (const name of Object.keys(answer.headers)) headers.set(name, header(answer, name) ?? '');
      return { request, status: answer.status, headers, bodyAsText: answer.body };
    },
  };
}
