import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { HttpClient } from '../../http/http-client.ts';
import { keepTlsVerified } from '../../http/verified-tls.ts';
import {
  type ConnectorTransportOptions,
  createConnectorTransport,
  createRequestSigner,
} from './connector-transport.ts';
import { CONNECTOR_SCOPE } from './fetch-bot-token.ts';

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
