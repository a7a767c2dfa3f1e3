import { type SignInScenario, signInScenario } from '../scenarios/sign-in.ts';
import type { Partner } from './partner.ts';
import { createRandom } from './random.ts';
import { createRefreshTokenFamily, type RefreshTokenFamily } from './refresh-tokens.ts';
import { ADMINISTRATORS_CLIENT_ID } from './registrations.ts';

/** Who signed in and how: what every token of the grant says from then on. */
export interface SignIn {
  readonly family: RefreshTokenFamily;
  readonly account: string;
  readonly accountId: string;
  /** Where the account lives. */
  readonly homeTenantId: string;
  /** What the token names as its tenant, where not the authority. */
  readonly tenantId: string | undefined;
  readonly amr: readonly string[] | undefined;
  /** By device code: redeemed without a secret, and marked so for good. */
  readonly isPublic: boolean;
  readonly mostPermissions: number | undefined;
  readonly clientId: string;
  /** Asked for one by one, and given. */
  readonly scopes: readonly string[] | undefined;
  /** The account's directory roles; undefined: the service account's. */
  readonly wids: readonly string[] | undefined;
}

/** An authorization code that was handed out, or a device code that is waited for. */
export interface PendingSignIn {
  readonly clientId: string;
  /** Permissions that it asks for one by one. */
  readonly scopes: readonly string[];
  readonly scenario: SignInScenario;
  /** Of the code flow. */
  readonly challenge?: string;
  readonly redirectUri?: string;
  readonly nonce?: string;
  /** How often it was asked for: a code may be used once, a device code is polled. */
  asked: number;
}

/** The sign-ins of this cloud: those that may come, and the grants that came of them. */
export interface SignIns {
  scenario: SignInScenario;
  readonly pending: Map<string, PendingSignIn>;
  /** A text nobody can guess, as codes are. */
  code(length: number): string;
  /** What a sign-in that is done gives. */
  grant(pending: Pick<PendingSignIn, 'scenario' | 'clientId' | 'scopes'>, isPublic: boolean): SignIn;
  /** Whose refresh token it is; undefined for one that no sign-in here gave. */
  find(refreshToken: string): SignIn | undefined;
  /** How the tokens of each sign-in begin. */
  marks(): readonly string[];
}

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const FOREIGN_TENANT = '0f3e2d1c-4b5a-4697-8887-f6e5d4c3b2a1';

/** Numbers of its own: what a seed gives elsewhere stays what it is. */
export function createSignIns(partner: Partner, seed: number): SignIns {
  const random = createRandom(seed ^ 0x51671);
  const grants: SignIn[] = [];
  return {
    scenario: signInScenario('approve'),
    pending: new Map(),
    code: (length) => random.text(length),
    grant({ scenario, clientId, scopes }, isPublic) {
      const { account, amr, mostPermissions, ordinary } = scenario;
      const isAdministrators = clientId === ADMINISTRATORS_CLIENT_ID;
      const own = partner.tenant.tenantId;
      const isHere = account === undefined || account === 'other';
      const signIn: SignIn = {
        family: createRefreshTokenFamily('1.AX', random),
        account: isAdministrators
          ? `admin@${partner.tenant.defaultDomainName}`
          : account === undefined
            ? partner.account
            : `helpdesk@${partner.tenant.defaultDomainName}`,
        accountId: account === undefined ? partner.accountId : random.guid(),
        homeTenantId: isHere ? own : FOREIGN_TENANT,
        tenantId: account === 'foreign' ? FOREIGN_TENANT : undefined,
        amr,
        isPublic,
        mostPermissions,
        clientId,
        scopes: isAdministrators ? scopes : undefined,
        wids: isAdministrators ? (ordinary ? [] : [GLOBAL_ADMINISTRATOR]) : undefined,
      };
      grants.push(signIn);
      return signIn;
    },
    find: (refreshToken) => grants.find(({ family }) => family.owns(refreshToken)),
    marks: () => grants.map(({ family }) => family.mark),
  };
}
