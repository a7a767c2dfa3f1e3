import { encodeAction } from '../../cards/action-id.ts';
import type { Card } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import { fillWords } from '../../guidance/articles/article.ts';
import { toTenantRef } from '../../model/tenants/tenant-ref.ts';
import { causeAt, customerMessageOf, type FixCardSubject } from './fix-card.ts';
import type { CardContext } from './report-card.ts';
import { toArticleSubject } from './view.ts';

/** The message to paste into a mail to the customer, filled in for the tenant. */
export function toMessageCard(subject: FixCardSubject, context: CardContext): Card {
  const { report, index, tenants } = subject;
  const cause = causeAt(report, index);
  const fill = toArticleSubject(report, tenants, { ...context, formatTime: String });
  const [tenant] = tenants;
  const label = tenant ? toTenantRef(tenant).label : 'the customer';
  const place = tenant ? [report.tenants.indexOf(tenant)] : [];
  return {
    tone: 'neutral',
    status: 'to send',
    title: plain(`Message to ${label} · ${cause.title}`),
    blocks: [
      { kind: 'text', line: plain('Copy it into a mail to the customer’s administrator. Nothing is sent from here.') },
      { kind: 'copy', label: 'Message', text: fillWords(customerMessageOf(subject, context.library) ?? '', fill) },
    ],
    actions: [{ kind: 'button', label: 'Back', id: encodeAction('fix', report.run.id, index, ...place) }],
    summary: `Message to ${label}`,
  };
}
