import type { CauseId } from '../causes/cause.ts';
import type { Connection } from '../cloud/connection.ts';
import type { QuestionId, Questions } from '../cloud/microsoft-cloud.ts';

export interface GroupDefinition {
  title: string;
  /**
   * Whose checks these are: the partner connection's, asked once a run; every tenant's; or the proof's, which `check`
   * makes of one tenant. A sweep never makes those, and no state, alert or history is kept of them.
   */
  of: 'partner' | 'tenant' | 'proof';
}

/** What belongs together: a group of a tenant's checks can be asked for alone, and is counted by itself. */
export const GROUPS = {
  partner: { title: 'The partner connection', of: 'partner' },
  graph: { title: 'Graph', of: 'tenant' },
  exchange: { title: 'Exchange', of: 'tenant' },
  proof: { title: 'The way in', of: 'proof' },
} as const satisfies Record<string, GroupDefinition>;

/** The question a check puts to Microsoft, as far as it is the same for every tenant. */
export type Asking = {
  [I in QuestionId]: { id: I } & Omit<Questions[I]['takes'], 'token' | 'tenantId' | 'authorityTenant' | 'legacyClient'>;
}[QuestionId];

export interface CheckDefinition {
  group: keyof typeof GROUPS;
  /** What the app must be granted for it, where anything. */
  permission: string | null;
  /** Checks without which this one can't be made: where one of them does not pass, this one is skipped. */
  needs: readonly string[];
  /** Nothing can be said of any tenant where it fails. */
  foundation?: boolean;
  /** Null for what is known without asking, and for what `core/diagnosis/proof` reads. */
  asks: Asking | null;
  /** Causes of a refused sign-in that show this link of the way in to be the broken one. */
  refusals?: readonly CauseId[];
}

/**
 * Every check, in the order in which they run and are shown. What can be chosen, counted, accepted, tested again and
 * documented follows from this table.
 */
export const CHECKS = {
  'credentials.shape': {
    group: 'partner',
    permission: null,
    needs: [],
    foundation: true,
    asks: null,
  },
  'app.token': {
    group: 'partner',
    permission: null,
    needs: ['credentials.shape'],
    foundation: true,
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'exchange.client': {
    group: 'partner',
    permission: null,
    needs: [],
    asks: null,
  },
  'partner.token': {
    group: 'partner',
    permission: null,
    needs: ['credentials.shape'],
    foundation: true,
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'partner.mfa': {
    group: 'partner',
    permission: null,
    needs: ['partner.token'],
    asks: null,
  },
  'partner.customers': {
    group: 'partner',
    permission: 'Directory.Read.All',
    needs: ['partner.token'],
    foundation: true,
    asks: { id: 'graph.customers' },
  },
  'partner.account': {
    group: 'proof',
    permission: 'User.Read.All',
    needs: [],
    asks: null,
    refusals: ['account.disabled', 'account.locked', 'account.not-found', 'account.password'],
  },
  'gdap.relationship': {
    group: 'proof',
    permission: 'DelegatedAdminRelationship.Read.All',
    needs: [],
    asks: null,
  },
  'gdap.assignment': {
    group: 'proof',
    permission: 'DelegatedAdminRelationship.Read.All',
    needs: [],
    asks: null,
  },
  'gdap.membership': {
    group: 'proof',
    permission: 'GroupMember.Read.All',
    needs: [],
    asks: null,
  },
  'tenant.app': {
    group: 'proof',
    permission: 'Application.Read.All',
    needs: [],
    asks: null,
    refusals: ['app.not-in-tenant', 'app.disabled', 'app.misconfigured', 'access.not-assigned'],
  },
  'tenant.consent': {
    group: 'proof',
    permission: 'Directory.Read.All',
    needs: [],
    asks: null,
    refusals: ['consent.missing', 'consent.not-authorized-for-partner'],
  },
  'graph.token': {
    group: 'graph',
    permission: null,
    needs: [],
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'app.principal': {
    group: 'graph',
    permission: 'Application.Read.All',
    needs: ['app.token'],
    asks: null,
  },
  'app.credentials': {
    group: 'graph',
    permission: 'Application.Read.All',
    needs: ['app.token'],
    asks: null,
  },
  'app.permissions': {
    group: 'graph',
    permission: null,
    needs: ['app.token'],
    asks: null,
  },
  'tenant.scopes': {
    group: 'proof',
    permission: null,
    needs: [],
    asks: null,
  },
  'graph.read': {
    group: 'graph',
    permission: 'User.Read.All',
    needs: ['graph.token'],
    asks: { id: 'graph.read', path: '/v1.0/users?$top=1&$select=id' },
  },
  'app.mfa-report': {
    group: 'graph',
    permission: 'AuditLog.Read.All',
    needs: ['app.token'],
    asks: { id: 'graph.read', path: '/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=1&$select=id' },
  },
  'exchange.token': {
    group: 'exchange',
    permission: null,
    needs: [],
    asks: { id: 'entra.token', resource: 'exchange' },
  },
  'exchange.read': {
    group: 'exchange',
    permission: 'Exchange.Manage',
    needs: ['exchange.token'],
    asks: { id: 'exchange.read', cmdlet: 'Get-OrganizationConfig' },
  },
  'tenant.policies': {
    group: 'proof',
    permission: 'Policy.Read.All',
    needs: [],
    asks: null,
    refusals: [
      'access.conditional-access',
      'access.security-defaults',
      'access.cross-tenant-policy',
      'access.risk-blocked',
      'mfa.required',
      'mfa.third-party',
      'mfa.not-registered',
      'token.sign-in-frequency',
    ],
  },
} as const satisfies Record<string, CheckDefinition>;

type Id = keyof typeof CHECKS;
const isOfApp = (id: Id): boolean => id.startsWith('app.');
const OF_BOTH: readonly Id[] = ['credentials.shape', 'graph.read', 'tenant.policies'];

/** Which checks a connection of each kind is tested by, those of the proof among them. */
export const CHAINS = {
  sam: (Object.keys(CHECKS) as Id[]).filter((id) => !isOfApp(id)),
  'app-only': (Object.keys(CHECKS) as Id[]).filter((id) => isOfApp(id) || OF_BOTH.includes(id)),
} as const satisfies Record<Connection['kind'], readonly Id[]>;
