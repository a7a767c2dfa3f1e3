import { loadGuidance } from '../../src/adapters/articles/open-guidance.ts';
import type { Card } from '../../src/core/cards/card.ts';
import { plain } from '../../src/core/cards/inline.ts';
import { toListCard, toNoticeCard } from '../../src/core/cards/plain-cards.ts';
import { toAuditCard } from '../../src/core/chat/access/access-card.ts';
import type { AuditEntry } from '../../src/core/chat/access/audit-log.ts';
import { toRenewalCard, toRenewalEndCard } from '../../src/core/credentials/renewal-card.ts';
import { toDoctorCard } from '../../src/core/diagnosis/doctor/examination.ts';
import type { CurrentState } from '../../src/core/diagnosis/report/run-store.ts';
import { toBundleCard, toBundlePreviewCard } from '../../src/core/diagnosis/support/support-card.ts';
import type { SupportFacts } from '../../src/core/diagnosis/support/support-facts.ts';
import { toMessageCard } from '../../src/core/guidance/articles/message-card.ts';
import {
  type IncidentFixOptions,
  incidentMessages,
  toIncidentDetailsCard,
  toIncidentFixCard,
} from '../../src/core/watch/notifications/cards/incident-fix-card.ts';
import {
  toBrokenPlaceCard,
  toNewsCard,
  toTestCard,
  toUnsentReportCard,
  toUntoldCard,
} from '../../src/core/watch/notifications/cards/notice-card.ts';
import { tenantId } from '../core/fixtures.ts';
import { HOUR, START } from '../core/watch/harness.ts';
import { CA, facts } from '../core/watch/notifications/cards/facts.ts';

/** What somebody called themselves, and what every renderer must take for words. */
const HOSTILE = '**Ada** <@&1> [click](https://evil.example) _`x`_';

const told = { connection: 'default', owner: 'partner', severity: 'warning', at: START } as const;
const refused: AuditEntry = {
  at: START,
  platform: 'discord',
  personId: '1',
  personName: HOSTILE,
  place: 'discord:channel:2',
  action: 'command connections renew',
  target: 'default',
  outcome: 'refused',
  reason: 'it takes the role admin',
};
const ending = {
  id: 'busy',
  reason: 'Another renewal runs.',
  wayOut: 'Wait until it has ended, then ask again.',
} as const;

const failing: CurrentState = {
  ...{ tenantId: tenantId(1), displayName: HOSTILE, defaultDomainName: 'tenant1.example', lastSeenAt: START },
  ...{ checkId: 'graph.token', status: 'fail', cause: CA, owner: 'customer', reason: null, confidence: 'likely' },
  evidence: { httpStatus: 400, code: 'AADSTS53003', message: HOSTILE },
  ...{ since: START, failingSince: START, testedAt: START, freshUntil: START + HOUR },
};
const mending: IncidentFixOptions = {
  facts: facts(),
  states: [failing],
  subject: { applicationId: 'app', partnerTenantId: tenantId(99) },
  library: loadGuidance().library,
};
const held: SupportFacts = {
  ...{ schema: 'samaritan.support/1', madeAt: '2026-11-28T10:00:00.000Z', pseudonymized: false },
  versions: { samaritan: '0.1.0', node: '24.21.0', platform: 'linux x64' },
  connection: { name: 'default', cloud: 'global', applicationId: tenantId(98), partnerTenantId: tenantId(99) },
  ...{ partner: [], counts: { tenants: 2, failing: 1 }, tenants: [], leftOut: 1, runs: [] },
  settings: [{ name: 'SAM_TENANT_ID', value: 'set' }],
};
const about = { connection: 'default', tenantId: undefined, label: HOSTILE };

function incidentMessage(): Card {
  const found = incidentMessages(mending);
  if (!found) throw new Error('the cause has no message');
  return toMessageCard(found, 0);
}

/** Cards that tell one thing, with names from outside. */
export const OTHER_CARDS: Readonly<Record<string, () => Card>> = {
  notice: () => toNoticeCard('good', 'kept', `${'Kept. '.repeat(2)}`, ['One line.', HOSTILE]),
  list: () => toListCard('schedules', 'What runs by itself', [plain(HOSTILE), plain('0 6 * * * in Europe/Berlin')]),
  'list, nothing in it': () => toListCard('schedules', 'What runs by itself', [], 'Nothing runs by itself.'),
  'audit log': () => toAuditCard([refused, { ...refused, outcome: 'allowed', reason: null, times: 3 }]),
  'audit log, empty': () => toAuditCard([]),
  doctor: () =>
    toDoctorCard([
      { name: 'Database', status: 'pass', detail: 'It can be read and written.' },
      { name: 'graph.microsoft.com', status: 'fail', detail: HOSTILE, remedy: 'Let HTTPS out to it.' },
    ]),
  'renewal, a link': () =>
    toRenewalCard('default', { kind: 'link', url: 'https://samaritan.example/sign-in/x', expiresAt: START + HOUR }),
  'renewal, a device code': () =>
    toRenewalCard('default', {
      kind: 'device-code',
      verificationUri: 'https://login.microsoft.com/device',
      userCode: 'ABCD-EFGH',
      expiresAt: START + HOUR,
    }),
  'renewal, nothing changed': () => toRenewalEndCard('default', { ok: false, ending }, 's1~sweep'),
  'news, tenants': () =>
    toNewsCard({
      ...{ ...told, kind: 'tenants', cause: 'tenant.vanished', remark: HOSTILE },
      appeared: { names: ['Contoso'], count: 1 },
      returned: { names: [], count: 0 },
      vanished: { names: ['Fabrikam', HOSTILE], count: 9 },
    }),
  'news, a late schedule': () =>
    toNewsCard({ ...told, kind: 'late', cause: 'internal', schedule: HOSTILE, text: 'It was 40 minutes late.' }),
  'a channel that is gone': () => toBrokenPlaceCard('discord:channel:2', HOSTILE),
  'an incident of tenants that are not told there any more': () => toUntoldCard(),
  'a report that was not sent': () => toUnsentReportCard({ report: HOSTILE, problem: 'The mail server refused it.' }),
  'incident, how to fix': () => toIncidentFixCard(mending),
  'incident, message to the customer': incidentMessage,
  'incident, details': () => toIncidentDetailsCard(mending),
  'support bundle, preview': () => toBundlePreviewCard(held, about),
  'support bundle': () => toBundleCard(held, about, 'case.zip'),
  'support bundle, names replaced': () => toBundleCard({ ...held, pseudonymized: true }, about, 'case.zip'),
  'a test message': () => toTestCard(HOSTILE),
};
