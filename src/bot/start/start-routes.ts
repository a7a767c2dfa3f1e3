import type { MailServer } from '../../adapters/mail/mail-server.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { renderCard } from '../../adapters/teams/cards/render-card.ts';
import { createDesks } from '../../adapters/tickets/open-desks.ts';
import { createWebhookCarriers } from '../../adapters/webhooks/webhook-carriers.ts';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { createEventSink, type EventSink } from '../../core/watch/notifications/event-sink.ts';
import { RouteBook } from '../../core/watch/notifications/route-book.ts';
import { ClientBook } from '../../core/watch/notifications/tickets/client-book.ts';
import { createTicketCarrier } from '../../core/watch/notifications/tickets/ticket-carrier.ts';
import type { OpenDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import { systemClock } from '../system-clock.ts';

export async function startRoutes(
  { secrets, settings }: Pick<Storage, 'secrets' | 'settings'>,
  box: SecretBox,
  mail: MailServer | undefined,
): Promise<{ sink: EventSink; openDesk: OpenDesk; book: RouteBook; close: () => Promise<void> }> {
  const book = new RouteBook(secrets, settings);
  const webhooks = createWebhookCarriers({
    clock: systemClock,
    renderAdaptiveCard: (card, mostBytes) => renderCard(card, { now: systemClock.now(), mostBytes }).card,
  });
  const desks = createDesks(systemClock);
  const tickets = createTicketCarrier(desks.open, new ClientBook(settings));
  const carriers = {
    ...webhooks.carriers,
    mail: mail ? (await import('../../adapters/mail/mail-carrier.ts')).createMailCarrier(mail) : withoutMail,
    ...{ halopsa: tickets, connectwise: tickets, autotask: tickets },
  };
  return {
    sink: createEventSink((name) => book.open(name, box), carriers),
    openDesk: desks.open,
    book,
    close: async () => void (await Promise.all([webhooks.close(), desks.close()])),
  };
}

async function withoutMail(): Promise<never> {
  throw new DeliveryError('forbidden', 'no mail server is configured: SAMARITAN_SMTP_HOST names one');
}
