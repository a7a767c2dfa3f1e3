import { entraError } from '../answers/entra-error.ts';
import { exchangeError } from '../answers/exchange-error.ts';
import { noToken, type TenantScenario } from './scenario.ts';

const NO_ACCOUNT = entraError({
  code: 50020,
  error: 'invalid_grant',
  text: "User account '{account}' from identity provider 'https://sts.windows.net/{partner}/' does not exist in tenant '{tenantName}' and cannot access the application '{application}'({applicationName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
});
const NO_PATH = { expectedCause: 'account.no-path', expectedStatus: 'fail' } as const;
const NO_ROLE = exchangeError({
  status: 403,
  code: 'Forbidden',
  type: 'Microsoft.Exchange.Configuration.Tasks.CmdletAccessDeniedException',
  message:
    "The role assigned to user '{account}' isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles.",
});
// User and application administrator: neither opens Exchange.
const WITHOUT_EXCHANGE = ['fe930be7-5e62-47db-91af-98c3a49a38b1', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'];

/** Tenants whose delegated access lacks one link. */
export const delegationScenarios: readonly TenantScenario[] = [
  {
    ...noToken({ name: 'gdap-ended', summary: 'the delegated admin relationship ran out', ...NO_PATH }, NO_ACCOUNT),
    delegation: { relationships: [{ status: 'expired', endsInDays: -12, changedDaysAgo: 12 }] },
  },
  {
    ...noToken(
      { name: 'gdap-pending', summary: 'the customer has not approved the request yet', ...NO_PATH },
      NO_ACCOUNT,
    ),
    delegation: { relationships: [{ status: 'approvalPending', createdDaysAgo: 5 }] },
  },
  {
    ...noToken(
      { name: 'gdap-unassigned', summary: 'no group holds a role of the relationship', ...NO_PATH },
      NO_ACCOUNT,
    ),
    delegation: { assignment: 'none' },
  },
  {
    ...noToken(
      { name: 'gdap-not-member', summary: 'the account is not in the group that holds the roles', ...NO_PATH },
      NO_ACCOUNT,
    ),
    delegation: { assignment: 'other-group' },
  },
  {
    name: 'gdap-no-exchange-role',
    summary: 'the relationship has no role that opens Exchange',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    delegation: { relationships: [{ roles: WITHOUT_EXCHANGE }] },
    exchange: NO_ROLE,
  },
  {
    name: 'gdap-role-unassigned',
    summary: 'the role that opens Exchange is in the relationship, and assigned to nobody',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    delegation: { assigned: WITHOUT_EXCHANGE },
    exchange: NO_ROLE,
  },
];
