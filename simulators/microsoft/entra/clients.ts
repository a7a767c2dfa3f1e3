import type { AppRegistration } from '../world/app-registration.ts';
import { ADMINISTRATORS_CLIENT_ID, type RegisteredApp } from '../world/registrations.ts';
import type { World } from '../world/world.ts';

/** A client that people sign in to in the partner's tenant. */
export interface Client {
  /** One that was registered while this cloud ran. */
  readonly app: RegisteredApp | undefined;
  /** It has no secret, and may be given none. */
  readonly isPublic: boolean;
  takes(secret: string): boolean;
  /** The certificates that are on it, as Graph has them. */
  keys(): AppRegistration['keyCredentials'];
  /** Whose tokens are taken for its own. */
  federated(): AppRegistration['federated'];
  mayReturnTo(redirectUri: string): boolean;
}

/** Registered on the partner's app, as the usual scripts for it do. The port is not compared. */
const USUAL = /^http:\/\/localhost(?::\d+)?\/?$|^https:\/\/[^/]+\/auth\/callback$/;
const LOOPBACK = /^http:\/\/localhost(?::\d+)?\/?$/;

/** Undefined for one that the partner's tenant does not know. */
export function findClient(world: World, clientId: string): Client | undefined {
  const { partner, addedSecrets, redirectUris, registrations } = world;
  const id = clientId.toLowerCase();
  if (id === partner.applicationId)
    return {
      app: undefined,
      isPublic: false,
      takes: addedSecrets.takes,
      keys: () => world.application().keyCredentials,
      federated: () => world.application().federated,
      mayReturnTo: (uri) => USUAL.test(uri) || redirectUris.has(uri),
    };
  if (id === ADMINISTRATORS_CLIENT_ID)
    return {
      app: undefined,
      isPublic: true,
      takes: () => false,
      keys: () => [],
      federated: () => [],
      mayReturnTo: (uri) => LOOPBACK.test(uri),
    };
  const app = registrations.byAppId(id);
  return (
    app && {
      app,
      isPublic: false,
      takes: app.secrets.takes,
      keys: () => [],
      federated: () => [],
      mayReturnTo: (uri) => app.redirectUris.includes(uri.replace(/^(http:\/\/localhost):\d+/, '$1')),
    }
  );
}
