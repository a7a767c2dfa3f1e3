import { cron } from '../../adapters/cron/create-cron.ts';
import { createGuardedClient, type GuardedClient } from '../../adapters/http/guarded-client.ts';
import { openStorage } from '../../adapters/storage/open-storage.ts';
import { createDesks } from '../../adapters/tickets/open-desks.ts';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { Examination, ExaminationFinding } from '../../core/diagnosis/doctor/examination.ts';
import { isTicketKind } from '../../core/watch/notifications/route.ts';
import { RouteBook, type SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { OpenDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import type { StartConfig } from '../config/start-config.ts';
import { openBox } from '../runtime/open-box.ts';
import { systemClock } from '../system-clock.ts';

export interface RouteWays {
  client: Pick<GuardedClient, 'send'>;
  openDesk: OpenDesk;
  hasMail: boolean;
}

const LIMITS = { timeoutMs: 10_000, mostBytes: 4 * 1024 * 1024 };

/** A question for each route: is it reached, and are its credentials taken, as far as that shows without posting anything. */
export async function routeExaminations({ database, masterKey, mail }: StartConfig): Promise<Examination[]> {
  const storage = await openStorage({ file: database, clock: systemClock, cron });
  try {
    const book = new RouteBook(storage.secrets, storage.settings);
    const routes = await book.list();
    // No key is made for this.
    const box = routes.length > 0 ? await openBox(masterKey, storage.secrets) : undefined;
    const examinations: Examination[] = [];
    for (const { name } of routes) {
      const sealed = box && (await book.open(name, box));
      examinations.push({ name: `Route ${name}`, examine: async () => await examineAlone(sealed, mail !== undefined) });
    }
    return examinations;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ name: 'Routes', examine: async () => ({ status: 'fail', detail }) }];
  } finally {
    await storage.close();
  }
}

async function examineAlone(sealed: SealedRoute | undefined, hasMail: boolean): Promise<ExaminationFinding> {
  const client = createGuardedClient(LIMITS);
  const desks = createDesks(systemClock);
  try {
    return await examineRoute(sealed, { client, openDesk: desks.open, hasMail });
  } finally {
    await Promise.all([client.close(), desks.close()]);
  }
}

/** What can be known of one. `sealed` is undefined where its address is lost. */
export async function examineRoute(
  sealed: SealedRoute | undefined,
  { client, openDesk, hasMail }: RouteWays,
): Promise<ExaminationFinding> {
  if (!sealed)
    return { status: 'fail', detail: 'its address is not kept any more', remedy: 'Remove it, and add it anew.' };
  try {
    if (sealed.kind === 'mail') {
      if (hasMail) return { status: 'pass', detail: 'goes by the mail server, which is examined by itself' };
      return {
        status: 'fail',
        detail: 'no mail server is configured',
        remedy: 'Set SAMARITAN_SMTP_HOST and what goes with it.',
      };
    }
    if (isTicketKind(sealed.kind)) {
      await openDesk(sealed).choices();
      return { status: 'pass', detail: 'the ticket system takes the sign-in' };
    }
    // Where it leads may be secret and may do something: only its host is asked.
    const { origin, hostname } = new URL(sealed.url);
    await client.send({ method: 'GET', url: `${origin}/` }, sealed.mayBePrivate);
    return { status: 'pass', detail: `${hostname} answers; whether it takes an event, routes test shows` };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return { status: 'fail', detail: error.message, remedy: 'routes list shows what could not be delivered.' };
  }
}
