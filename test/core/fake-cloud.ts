import type {
  Answer,
  AnswerTo,
  AppGrants,
  ApplicationCredentials,
  CustomerList,
  Fault,
  MicrosoftCloud,
  Question,
  QuestionId,
  RelationshipList,
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

export type Redeem = (request: TokenRequest) => Answer<TokenGrant> | Promise<Answer<TokenGrant>>;

export function grant(tenant: string, methods: readonly string[] | null = ['pwd', 'mfa']): Answer<TokenGrant> {
  return pass({
    accessToken: new Secret(`token of ${tenant}`),
    describe: () => ({ tenantId: tenant, authenticationMethods: methods }),
  });
}

export interface FakeAnswers {
  redeem?: Redeem;
  customers?: Answer<CustomerList> | Promise<Answer<CustomerList>>;
  credentials?: Answer<ApplicationCredentials>;
  relationships?: Answer<RelationshipList>;
  manifest?: AnswerTo<'graph.manifest'>;
  apis?: AnswerTo<'graph.apis'>;
  grants?: (tenant: string) => AnswerTo<'graph.grants'>;
  users?: (tenant: string) => Answer<void> | Promise<Answer<void>>;
  organization?: (tenant: string) => Answer<void>;
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
      usage: null,
      startsAt: Date.UTC(2026, 0, 1),
      endsAt: Date.UTC(2100, 0, 1),
    },
  ],
  unusableEntries: 0,
};

const NO_GRANTS: AppGrants = {
  principal: { ok: true, value: null },
  delegated: { ok: true, value: [] },
  application: { ok: true, value: [] },
  users: { ok: true, value: undefined },
};

/** A cloud in which all is well but for the answers given. */
export function fakeCloud(answers: FakeAnswers = {}): FakeCloud {
  const asked: string[] = [];
  const deadlines: number[] = [];
  const ask = async (question: Question): Promise<Answer<unknown>> => {
    switch (question.id) {
      case 'entra.token':
        asked.push(`${question.legacyClient ? 'legacy ' : ''}${question.resource} ${question.authorityTenant}`);
        return (await answers.redeem?.(question)) ?? grant(question.authorityTenant);
      case 'graph.customers':
        asked.push('customers');
        return (await answers.customers) ?? pass({ customers: customers(3), unusableEntries: 0 });
      case 'graph.application':
        asked.push('credentials');
        return answers.credentials ?? pass(LASTING_CREDENTIALS);
      case 'graph.relationships':
        asked.push('relationships');
        return answers.relationships ?? pass({ relationships: [], unusableEntries: 0 });
      case 'graph.manifest':
        asked.push('manifest');
        return answers.manifest ?? pass([]);
      case 'graph.apis':
        asked.push('apis');
        return answers.apis ?? pass([]);
      case 'graph.grants':
        asked.push(`grants ${question.tenantId}`);
        return answers.grants?.(question.tenantId) ?? pass(NO_GRANTS);
      case 'graph.read':
        asked.push(`users ${question.tenantId}`);
        return (await answers.users?.(question.tenantId)) ?? pass(undefined);
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
    pace: () => ({ waiting: 0, throttled: 0, requests: asked.length }),
    close: async () => {
      cloud.closed += 1;
    },
  };
  return cloud;
}

export const isPartner = (request: TokenRequest): boolean => request.authorityTenant === PARTNER_ID;
