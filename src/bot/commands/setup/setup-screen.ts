import type { Proof } from '../../../core/credentials/prove-sign-in.ts';
import type { Ending } from '../../../core/credentials/renewal-ending.ts';
import type { SetupPlan } from '../../../core/credentials/setup-parts.ts';
import type { Additions } from '../../../core/credentials/setup-record.ts';
import type { UndoPlan } from '../../../core/credentials/undo-setup.ts';
import { consentUrl } from '../../../core/diagnosis/permissions/next-step.ts';
import type { SamConnection } from '../../../core/model/cloud/connection.ts';
import { roleName } from '../../../core/model/cloud/directory-roles.ts';
import type { PermissionSet } from '../../../core/model/permissions/permission-set.ts';
import { tenantLabel } from '../../../core/model/tenants/tenant.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { formatMoment } from '../../../core/model/time/format-moment.ts';
import type { ProcessIo } from '../../process-io.ts';

/** What can't be seen from here, and decides whether the token will work. */
export const BEFORE_SIGN_IN = [
  'Now the account signs in whose rights Samaritan uses. What cannot be seen from here, look at first:',
  '  - It has delegated access to the customers: it is in the groups of the GDAP relationships (Partner Center).',
  '  - No trusted IP addresses and no remembered MFA: Entra, Multifactor authentication, “Additional cloud-based MFA settings”. Either one gives a token without MFA, which is refused here.',
];

/** So many customers are listed in text; the others are left to the sweep. */
const MOST_CUSTOMERS = 100;

/** What no set-up can do: it is the customers’ tenants that have to be asked, each by its own link. */
export function afterSetUp(connection: SamConnection, proof: Proof | undefined): string[] {
  const customers = proof?.customers ?? [];
  const more = customers.length - MOST_CUSTOMERS;
  return [
    `The administrator’s part is over. ${roleWords(proof)}`,
    'What remains for each customer, told one by one by the sweep that follows:',
    '  - Delegated access: a GDAP relationship that the customer approved, its roles given to a group of the service account: https://partner.microsoft.com/dashboard/commerce2/granularadminaccess/list',
    '  - Consent to the app: an administrator of the customer opens its link, or CIPP onboards the customer.',
    ...customers
      .slice(0, MOST_CUSTOMERS)
      .map((one) => `      ${tenantLabel(one)}: ${consentUrl(connection, one.tenantId) ?? 'it has no id'}`),
    ...(more > 0 ? [`      and ${more} more: permissions <tenant> has the link of each.`] : []),
    ...(proof ? [] : ['      permissions <tenant> has the link of each.']),
  ];
}

function roleWords(proof: Proof | undefined): string {
  if (!proof?.roleIds) return 'If the service account was made Global Administrator for it, take that role away now.';
  const { account, roleIds } = proof;
  return roleIds.some((id) => roleName(id) === 'Global Administrator')
    ? `${account} is a Global Administrator: take that role away now, it is not needed any more.`
    : `${account} is no Global Administrator, as it should be.`;
}

export interface SetupScreen {
  say(event: object, text: string): void;
  plan(plan: SetupPlan, set: PermissionSet): void;
  undoPlan(plan: UndoPlan): void;
  refused(ending: Ending, begun: boolean, undoing: boolean): void;
}

export function createSetupScreen(io: ProcessIo, json: boolean): SetupScreen {
  const say = (event: object, text: string): void =>
    void io.stdout.write(`${json ? JSON.stringify(event) : toSafeText(text, { maxLength: 2000 })}\n`);
  return {
    say,
    plan: (plan, set) => {
      const lines = describe(plan, set);
      if (json) return say({ event: 'plan', ...toFacts(plan), changes: lines }, '');
      say({}, lines.length === 0 ? 'Nothing has to be changed at Microsoft.' : 'This is what will be done:');
      for (const line of lines) say({}, `  - ${line}.`);
      if (plan.limit !== undefined) say({}, plan.limit);
    },
    undoPlan: (plan) => {
      const lines = describeUndo(plan);
      if (json) return say({ event: 'plan', changes: lines }, '');
      say({}, lines.length === 0 ? 'Nothing of it is there any more.' : 'This is what will be taken away:');
      for (const line of lines) say({}, `  - ${line}.`);
    },
    refused: ({ id, cause, wayOut, ...ending }, begun, undoing) => {
      const reason = id === 'interrupted' ? 'The set-up was interrupted.' : ending.reason;
      const left = undoing
        ? 'What is left stays until setup --undo is run again.'
        : begun
          ? 'What was done stays: setup goes on with it, and setup --undo takes it away.'
          : 'Nothing was changed.';
      const event = { event: 'refused', ending: id, reason, wayOut, begun, ...(cause ? { cause } : {}) };
      say(event, `${reason} ${wayOut} ${left}`);
    },
  };
}

function toFacts({ tenantId, displayName, adopted, secretEndsAt, limit }: SetupPlan): object {
  const secretEnds = secretEndsAt === null ? null : new Date(secretEndsAt).toISOString();
  return {
    tenantId,
    app: adopted?.applicationId ?? null,
    displayName,
    secretEnds,
    ...(limit === undefined ? {} : { limit }),
  };
}

function describe(plan: SetupPlan, set: PermissionSet): string[] {
  const { adopted, additions, displayName, secretEndsAt, resumed } = plan;
  const isNew = adopted === null && !resumed;
  const app = adopted?.displayName ?? displayName;
  return [
    ...(adopted ? [`Adopt the app “${app}”, application id ${adopted.applicationId}: what it has stays`] : []),
    ...(isNew ? [`Create the app “${app}”, for several tenants`] : []),
    ...(!adopted && resumed ? [`Go on with the app “${app}”, which was begun with`] : []),
    ...additions.apis.map((id) => `Add the service principal of ${set.apis.get(id) ?? id} to the tenant`),
    ...additions.redirectUris.map((uri) => `Register the redirect URI ${uri} (platform Web)`),
    ...(additions.asks.length > 0 ? [`Have the app ask for ${additions.asks.length} permissions`] : []),
    ...(additions.principal ? ['Add the app’s service principal to the tenant'] : []),
    ...consents(additions, set),
    ...(secretEndsAt === null
      ? []
      : [`Add a client secret that ends on ${formatMoment(secretEndsAt)}, stored sealed here`]),
  ];
}

function consents({ scopes, roles }: Additions, set: PermissionSet): string[] {
  return [...set.apis].flatMap(([resource, api]) => {
    const names = scopes.filter((one) => one.resource === resource).map(({ name }) => name);
    const own = roles.filter((one) => one.resource === resource).length;
    return [
      ...(names.length > 0 ? [`Consent for the whole tenant to ${names.join(', ')} of ${api}`] : []),
      ...(own > 0 ? [`Consent to ${own} permissions of ${api} for the app alone`] : []),
    ];
  });
}

function describeUndo({ app, created, connection, record }: UndoPlan): string[] {
  const { added, name } = record;
  const label = app?.displayName ?? app?.applicationId;
  const granted = added.scopes.length + added.roles.length;
  return [
    ...(app && created ? [`The app “${label}”, which was created, with its secret and what it was granted`] : []),
    ...(app && !created ? [`The secret that was added to “${label}”; the app stays`] : []),
    ...(app && !created && granted > 0 ? [`The consent to ${granted} permissions that was added`] : []),
    ...(app && !created && added.redirectUris.length > 0 ? ['The redirect URI that was added'] : []),
    ...(added.apis.length > 0 ? [`${added.apis.length} service principals of Microsoft’s that were added`] : []),
    ...(connection ? [`The connection ${name} here, with its secrets and tokens`] : []),
  ];
}
