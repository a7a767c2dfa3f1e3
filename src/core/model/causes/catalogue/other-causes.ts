import type { CauseDefinition } from './cause-definition.ts';

/** Symptoms of the CIPP portal that are no tenant’s fault, faults of Samaritan, and what nobody knows. */
export const OTHER_CAUSES = {
  'portal.bad-request': {
    title: 'The portal shows a 400 error',
    meaning: 'A 400 in CIPP hides token faults, a missing role or a wrong address; it is no fault of one tenant.',
    owner: 'partner',
  },
  'portal.server-error': {
    title: 'The portal shows a 500 error',
    meaning: 'A 500 in CIPP hides a missing licence or a function app that is starting, broken or down.',
    owner: 'partner',
  },
  'portal.deployment': {
    title: 'The portal cannot be deployed',
    meaning: 'Installing, moving or redeploying CIPP fails; no tenant is at fault.',
    owner: 'partner',
  },
  'portal.cost': {
    title: 'What running the portal costs',
    meaning: 'The cost of CIPP is the cost of its Azure resource group.',
    owner: 'partner',
  },
  'portal.lock-down': {
    title: 'Locking the portal down',
    meaning: 'CIPP can be made reachable only from a private network or listed addresses.',
    owner: 'partner',
  },
  'portal.conditional-access': {
    title: 'Conditional Access for the portal itself',
    meaning: 'The CIPP site can be put behind a Conditional Access policy of the partner’s own tenant.',
    owner: 'partner',
  },
  'portal.admin-approval': {
    title: 'The portal’s sign-in needs admin approval',
    meaning: 'The partner’s tenant lets users sign in to new apps only after an administrator consented.',
    owner: 'partner',
  },
  'portal.tenant-missing': {
    title: 'One tenant is missing in the portal',
    meaning: 'A single customer does not show or load in CIPP while the others do.',
    owner: 'partner',
  },
  'portal.tenants-missing': {
    title: 'All tenants are missing in the portal',
    meaning: 'When no customer loads in CIPP, the partner’s own tokens are most likely at fault.',
    owner: 'partner',
  },
  'portal.own-tenant-missing': {
    title: 'The partner’s own tenant is missing in the portal',
    meaning: 'CIPP shows the partner’s own tenant only when it is told to manage it.',
    owner: 'partner',
  },
  'portal.token-cache': {
    title: 'The portal still uses old tokens',
    meaning: 'CIPP keeps tokens in a cache, which has to be emptied after they were replaced.',
    owner: 'partner',
  },
  'portal.key-vault': {
    title: 'The portal cannot read its Key Vault',
    meaning: 'The secrets of CIPP live in an Azure Key Vault that it, or the technician, has no access to.',
    owner: 'partner',
  },
  'portal.role': {
    title: 'The portal’s own roles refuse it',
    meaning: 'CIPP decides by its own roles who may do what in which tenant; Microsoft was not asked.',
    owner: 'partner',
  },
  'tool.local': {
    title: 'A tool on this computer failed',
    meaning: 'The tool or its modules broke the sign-in on this computer, before any tenant judged it.',
    owner: 'partner',
  },
  'bot.discord': {
    title: 'Discord refuses the bot',
    meaning: 'Discord answered the bot with an error of its own; tokens and tenants are not involved.',
    owner: 'partner',
  },
  'bot.teams': {
    title: 'Teams refuses the bot',
    meaning: 'Teams or its bot connector refused the bot: its own app, its tenant or its installation is at fault.',
    owner: 'partner',
  },
  'foreign.service': {
    title: 'Another product’s error, not Microsoft’s',
    meaning: 'The refusal comes from another service, with keys and rights of its own.',
    owner: 'partner',
  },
  internal: {
    title: 'Samaritan itself failed',
    meaning: 'This is a fault of Samaritan, not of the tenant; the reference finds it in the log.',
    owner: 'none',
  },
  'unknown.documented': {
    title: 'An error Microsoft documents, without a remedy of its own',
    meaning: 'Microsoft documents this code; Samaritan shows its meaning and the nearest steps.',
    owner: 'unknown',
  },
  unknown: {
    title: 'An error nobody has explained yet',
    meaning: 'Nothing known explains this answer. It is kept as evidence and never taken for a pass.',
    owner: 'unknown',
  },
} as const satisfies Record<string, CauseDefinition>;
