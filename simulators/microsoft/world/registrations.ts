import { type AddedSecrets, createAddedSecrets } from './added-secrets.ts';
import { APIS, offeredBy } from './permissions.ts';
import type { Random } from './random.ts';

/** Microsoft Graph Command Line Tools: the public client that administrators sign in with. */
export const ADMINISTRATORS_CLIENT_ID = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

type Secrets = readonly Readonly<Record<string, unknown>>[];

/** An app that was registered in the partner's tenant while this cloud ran. */
export interface RegisteredApp {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly tags: readonly string[];
  redirectUris: readonly string[];
  requiredResourceAccess: readonly unknown[];
  passwordCredentials: Secrets;
  readonly secrets: AddedSecrets;
  /** The object of its service principal; null where there is none. */
  principalId: string | null;
  readonly grants: Map<string, { readonly resourceId: string; scope: string }>;
  readonly roles: Map<string, { readonly resourceId: string; readonly appRoleId: string }>;
}

/** What somebody else may have registered. */
export interface RegistrationSettings {
  readonly displayName: string;
  readonly redirectUris?: readonly string[];
  /** Delegated permissions of Graph that were consented to for everybody. */
  readonly consented?: readonly string[];
}

/** The apps that were registered through Graph, and what each was granted in the partner's tenant. */
export interface Registrations {
  /** The application ids of Microsoft's own APIs whose service principals were added. */
  readonly apis: Set<string>;
  all(): readonly RegisteredApp[];
  byAppId(appId: string): RegisteredApp | undefined;
  byId(id: string): RegisteredApp | undefined;
  byPrincipal(principalId: string): RegisteredApp | undefined;
  add(
    wish: Pick<RegisteredApp, 'displayName'> &
      Partial<Pick<RegisteredApp, 'tags' | 'redirectUris' | 'requiredResourceAccess'>>,
  ): RegisteredApp;
  remove(app: RegisteredApp): void;
  /** A new id for what is granted. */
  newId(): string;
  /** What a replica is asked about that thing: not known yet the first time. */
  isKnown(thing: string): boolean;
  /** The delegated permissions that a token of the app carries for an API. */
  scopesOf(app: RegisteredApp, api: string, apiId: (name: string) => string): string[];
}

export function createRegistrations(random: Random): Registrations {
  const apps: RegisteredApp[] = [];
  const known = new Set<string>();
  return {
    apis: new Set(),
    all: () => apps,
    byAppId: (appId) => apps.find((one) => one.appId === appId.toLowerCase()),
    byId: (id) => apps.find((one) => one.id === id),
    byPrincipal: (principalId) => apps.find((one) => one.principalId === principalId),
    add({ displayName, tags = [], redirectUris = [], requiredResourceAccess = [] }) {
      const appId = random.guid();
      const registration = {
        read: () => app,
        replace: (passwordCredentials: Secrets) => {
          app.passwordCredentials = passwordCredentials;
        },
      };
      const app: RegisteredApp = {
        ...{ id: random.guid(), appId, displayName, tags, redirectUris, requiredResourceAccess },
        passwordCredentials: [],
        secrets: createAddedSecrets({ applicationId: appId, secret: random.text(40) }, registration, random),
        principalId: null,
        grants: new Map(),
        roles: new Map(),
      };
      apps.push(app);
      return app;
    },
    remove: (app) => void apps.splice(apps.indexOf(app), 1),
    newId: () => random.guid(),
    isKnown(thing) {
      if (known.has(thing)) return true;
      known.add(thing);
      return false;
    },
    scopesOf({ grants }, api, apiId) {
      const name = APIS.find((one) => one.name === api)?.name;
      if (!name) return [];
      const offered = offeredBy(name).map((one) => one.name);
      return [...grants.values()]
        .filter(({ resourceId }) => resourceId === apiId(name))
        .flatMap(({ scope }) => scope.split(' '))
        .filter((scope) => offered.includes(scope));
    },
  };
}

/** An app as Graph lists it. */
export function toGraph(app: RegisteredApp): Record<string, unknown> {
  return {
    ...{ id: app.id, appId: app.appId, displayName: app.displayName, tags: app.tags },
    signInAudience: 'AzureADMultipleOrgs',
    web: { redirectUris: app.redirectUris },
    requiredResourceAccess: app.requiredResourceAccess,
    passwordCredentials: app.passwordCredentials,
    keyCredentials: [],
  };
}
