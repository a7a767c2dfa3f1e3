import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { HttpClient, HttpRequest } from '../../http/http-client.ts';
import { header } from '../../http/http-response.ts';
import { keepTlsVerified } from '../../http/verified-tls.ts';
import type { BotCredentials } from './bot-credentials.ts';
import { ConnectorRefusal } from './connector-refusal.ts';
import { CONNECTOR_SCOPE } from './fetch-bot-token.ts';
import { assertConnectorUrl } from './service-url.ts';

export const CONNECTOR_ISSUER = 'https://api.botframework.com';
export const OPENID_METADATA_URL = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

type CredentialsFactory = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]>;
type InboundActivity = Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>[0];

export interface BotFrameworkOptions extends ConnectorTransportOptions {
  /** Empty only in anonymous mode. */
  appId: string;
  openIdMetadataUrl?: string | undefined;
}

/** botbuilder, set up once. Nothing but this adapter's own files may use it. */
export interface BotFramework {
  adapter: CloudAdapter;
  /** What all of this speaks through. */
  http: HttpClient;
  /** Whether botbuilder's own validation takes the request too. Asked after ours. Never throws. */
  confirms(activity: unknown, authorization: string): Promise<boolean>;
}

/**
 * botbuilder is the second opinion on every token that comes in, and the connector's protocol for all that goes out. It is
 * set up with every address given: naming one of them makes all the others undefined, the issuer too. Its own
 * authentication is never switched off, also not in anonymous mode, where it is simply not asked.
 */
export function createBotFramework(options: BotFrameworkOptions): BotFramework {
  const { appId, openIdMetadataUrl = OPENID_METADATA_URL } = options;
  keepTlsVerified();
  const signer = createRequestSigner(options);
  const credentialsFactory: CredentialsFactory = {
    isValidAppId: async (asked) => appId !== '' && asked === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => signer,
  };
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      MicrosoftAppType: 'SingleTenant',
      ValidateAuthority: true,
      // Not used for signing in: the credentials above do that.
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: CONNECTOR_ISSUER,
      ToBotFromChannelTokenIssuer: CONNECTOR_ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
      OAuthUrl: 'https://token.botframework.com',
      CallerId: 'urn:botframework:azure',
    },
    credentialsFactory,
    undefined,
    undefined,
    { httpClient: createConnectorTransport(options) },
  );
  return {
    adapter: new CloudAdapter(authentication),
    http: options.http,
    confirms: async (activity, authorization) => {
      try {
        const { claimsIdentity } = await authentication.authenticateRequest(activity as InboundActivity, authorization);
        return claimsIdentity.isAuthenticated;
      } catch {
        return false;
      }
    },
  };
}

/** The resource that botbuilder is told its tokens are for. */
export const CONNECTOR_AUDIENCE = CONNECTOR_SCOPE.replace('/.default', '');

type ConnectorOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
type BotbuilderHttpClient = NonNullable<ConnectorOptions['httpClient']>;
type WebResource = Parameters<BotbuilderHttpClient['sendRequest']>[0];

interface ConnectorTransportOptions {
  http: HttpClient;
  sandbox: boolean;
  clock: Clock;
  /** Absent only in anonymous mode: then no token is sent anywhere. */
  credentials?: BotCredentials | undefined;
}

/** Adds the bot's token to a request. Asked by botbuilder before every request; refuses a host that may not see it. */
function createRequestSigner({ credentials, sandbox }: ConnectorTransportOptions) {
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
function createConnectorTransport(options: ConnectorTransportOptions): BotbuilderHttpClient {
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
