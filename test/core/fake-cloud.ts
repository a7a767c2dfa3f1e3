import type {
  Answer,
  AnswerTo,
  AppGrants,
  ApplicationCredentials,
  CustomerList,
  Fault,
  GdapRelationship,
  MicrosoftCloud,
  Question,
  QuestionId,
  RelationshipList,
  TenantList,
  TokenGrant,
  TokenRequest,
} from '../../src/core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../src/core/model/tenants/tenant.ts';
import { Secret } from '../../src/core/model/text/secret.ts';
import { PARTNER_ID, tenantId } from './fixtures.ts';

export const pass = <T>(value: T): Answer<T> => ({ ok: true, value, attempts: 1, durationMs: 1 });
export const refuse = (fault: Fault): Answer<never> => ({ ok: false, fault, attempts: 1, durationMs: 1 });
export const code = (number: number, httpStatus = 400): Fault => ({ kind: 'refused', httpStatus, codes: [number] });

export function customers(count: number): Tenant[] {
  return Array.from({ length: count }, (_, index) => ({
    tenantId: tenantId(index + 1),
    displayName: `Tenant ${index + 1}`,
    defaultDomainName: `tenant${index + 1}.example`,
  }));
}

export interface FakeCloud extends MicrosoftCloud {
  /** What was asked, in order: `graph <tenant>`, `exchange <tenant>`, `users <tenant>`, … */
  readonly asked: string[];
  readonly deadlines: number[];
  /** May be changed while it is in use. */
  readonly answers: FakeAnswers;
  closed: number;
}

const ACCOUNT_ID = '00000000-0000-4000-8000-0000000000ac';
const ACCOUNT = 'svc-sam@partner.example';
const GLOBAL_READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';

export type Redeem = (request: TokenRequest) => Answer<TokenGrant> | Promise<Answer<TokenGrant>>;

export function grant(tenant: string, methods: readonly string[] | null = ['pwd', 'mfa']): Answer<TokenGrant> {
  return pass({
    accessToken: new Secret(`token of ${tenant}`),
    describe: () => ({
      tenantId: tenant,
      authenticationMethods: methods,
      ...(methods === null ? {} : { accountId: ACCOUNT_ID, account: ACCOUNT, scopes: ['User.Read.All'] }),
    }),
  });
}

export interface FakeAnswers {
  redeem?: Redeem;
  customers?: Answer<CustomerList> | Promise<Answer<CustomerList>>;
  /** The pages on which `customers` comes; without them it is one. */
  pages?: () => AsyncIterable<Tenant[]>;
  gdap?: () => Promise<Answer<TenantList>>;
  credentials?: Answer<ApplicationCredentials>;
  relationships?: Answer<RelationshipList>;
  manifest?: AnswerTo<'graph.manifest'>;
  apis?: AnswerTo<'graph.apis'>;
  grants?: (tenant: string) => AnswerTo<'graph.grants'>;
  users?: (tenant: string) => Answer<void> | Promise<Answer<void>>;
  organization?: (tenant: string) => Answer<void>;
  licences?: (tenant: string) => AnswerTo<'graph.licences'>;
  /** What is read around a tenant, by the question. */
  around?: Partial<typeof AROUND>;
}

/** One secret that begins like the fixture connection's, was made in 2026 and lasts until 2100. */
const LASTING_CREDENTIALS: ApplicationCredentials = {
  application: { id: '00000000-0000-4000-8000-0000000000af', displayName: 'Partner app' },
  credentials: [
    {
      kind: 'secret',
      keyId: '00000000-0000-4000-8000-0000000000ae',
      displayName: 'Samaritan',
      hint: 'the',
      thumbprint: null,
      usage: null,
      startsAt: Date.UTC(2026, 0, 1),
      endsAt: Date.UTC(2100, 0, 1),
    },
  ],
  unusableEntries: 0,
};

const ALL_GRANTED: AppGrants = {
  principal: {
    ok: true,
    value: { id: 'principal', displayName: 'Partner app', enabled: true, assignmentRequired: false },
  },
  delegated: {
    ok: true,
    value: [
      { resource: '00000003-0000-0000-c000-000000000000', scopes: ['User.Read.All'], principalId: null },
      { resource: '00000002-0000-0ff1-ce00-000000000000', scopes: ['Exchange.Manage'], principalId: null },
    ],
  },
  application: { ok: true, value: [] },
  users: { ok: true, value: undefined },
};

export const GROUP_ID = '00000000-0000-4000-8000-00000000000a';

/** What is read around each of nine tenants where all is well: see `core/diagnosis/proof`. */
const AROUND: { [I in Around]: AnswerTo<I> } = {
  'graph.account': pass({ enabled: true, licences: 0 }),
  'graph.guests': pass([]),
  'graph.assignments': pass([
    { relationshipId: 'relationship', status: 'active', groupId: GROUP_ID, roleDefinitionIds: [GLOBAL_READER] },
  ]),
  'graph.memberships': pass([GROUP_ID]),
  'graph.groups': pass([{ id: GROUP_ID, displayName: 'Service accounts' }]),
  'graph.policies': pass([]),
  'graph.security-defaults': pass(false),
  'graph.partner-trust': pass({ own: false, trustsMfa: null, blocksInbound: false, blocksOutbound: false }),
  'graph.locations': pass([]),
  'graph.sign-ins': pass([]),
  'graph.organization': pass({ displayName: null, defaultDomainName: null }),
};
type Around =
  | 'graph.organization'
  | 'graph.account'
  | 'graph.guests'
  | 'graph.assignments'
  | 'graph.memberships'
  | 'graph.groups'
  | 'graph.policies'
  | 'graph.security-defaults'
  | 'graph.partner-trust'
  | 'graph.locations'
  | 'graph.sign-ins';

/** A relationship with each of nine tenants that lasts. */
export const LASTING_RELATIONSHIPS: GdapRelationship[] = customers(9).map(({ tenantId, displayName }) => ({
  id: 'relationship',
  displayName: 'Access',
  status: 'active',
  customer: { tenantId, displayName },
  roleDefinitionIds: [GLOBAL_READER],
  autoExtendDuration: null,
  createdAt: Date.UTC(2026, 0, 1),
  activatedAt: Date.UTC(2026, 0, 1),
  endsAt: Date.UTC(2100, 0, 1),
  lastModifiedAt: Date.UTC(2026, 0, 1),
}));

/** A cloud in which all is well but for the answers given. */
export function fakeCloud(answers: FakeAnswers = {}): FakeCloud {
  const asked: string[] = [];
  const deadlines: number[] = [];
  const ask = async (question: Question): Promise<Answer<unknown>> => {
    switch (question.id) {
      case 'entra.token':
        asked.push(
          `${question.legacyClient ? 'legacy ' : ''}${question.alone ? 'app ' : ''}${question.resource} ${question.authorityTenant}`,
        );
        return (await answers.redeem?.(question)) ?? grant(question.authorityTenant);
      case 'graph.customers': {
        asked.push('customers');
        for await (const page of answers.pages?.() ?? []) question.onPage?.(page);
        const answer = (await answers.customers) ?? pass({ customers: customers(3), unusableEntries: 0 });
        if (answer.ok && !answers.pages) question.onPage?.(answer.value.customers);
        return answer;
      }
      case 'graph.gdap-customers': {
        if (answers.gdap) return await answers.gdap();
        const list = await answers.customers;
        const fault = list?.ok ? list.value.gdapFault : undefined;
        return { ...(fault ? refuse(fault) : pass({ customers: [], unusableEntries: 0 })), attempts: 0 };
      }
      case 'graph.application':
        asked.push('credentials');
        return answers.credentials ?? pass(LASTING_CREDENTIALS);
      case 'graph.relationships':
        asked.push('relationships');
        return answers.relationships ?? pass({ relationships: LASTING_RELATIONSHIPS, unusableEntries: 0 });
      case 'graph.manifest':
        asked.push('manifest');
        return answers.manifest ?? pass([]);
      case 'graph.apis':
        asked.push('apis');
        return answers.apis ?? pass([]);
      case 'graph.grants':
        asked.push(`grants ${question.tenantId}`);
        return answers.grants?.(question.tenantId) ?? pass(ALL_GRANTED);
      case 'graph.account':
      case 'graph.guests':
      case 'graph.assignments':
      case 'graph.memberships':
      case 'graph.groups':
      case 'graph.policies':
      case 'graph.security-defaults':
      case 'graph.partner-trust':
      case 'graph.locations':
      case 'graph.sign-ins':
      case 'graph.organization':
        asked.push(question.id);
        return answers.around?.[question.id] ?? AROUND[question.id];
      case 'graph.read':
        asked.push(`users ${question.tenantId}`);
        return (await answers.users?.(question.tenantId)) ?? pass(undefined);
      case 'graph.licences':
        asked.push(`licences ${question.tenantId}`);
        return answers.licences?.(question.tenantId) ?? pass([]);
      case 'exchange.read':
        asked.push(`organization ${question.tenantId}`);
        return (await answers.organization?.(question.tenantId)) ?? pass(undefined);
    }
  };
  const cloud: FakeCloud = {
    asked,
    deadlines,
    closed: 0,
    answers,
    ask: async <I extends QuestionId>(question: Question<I>) => (await ask(question as Question)) as AnswerTo<I>,
    extendDeadline: (deadlineMs) => void deadlines.push(deadlineMs),
    hold: (service) => void asked.push(`hold ${service}`),
    pace: () => ({ waiting: 0, throttled: 0, requests: asked.length }),
    close: async () => {
      cloud.closed += 1;
    },
  };
  return cloud;
}

export const isPartner = (request: TokenRequest): boolean => request.authorityTenant === PARTNER_ID;
