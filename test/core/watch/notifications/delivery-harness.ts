import type { Outbox } from '../../../../src/core/watch/incidents/outbox.ts';
import { createEntryCards } from '../../../../src/core/watch/notifications/cards/entry-cards.ts';
import type { ReportMaker } from '../../../../src/core/watch/notifications/deliver-entry.ts';
import { Delivery } from '../../../../src/core/watch/notifications/delivery.ts';
import type { DeliveryEvent } from '../../../../src/core/watch/notifications/delivery-parts.ts';
import { failing, library, working } from '../../fixtures.ts';
import { memorySettings } from '../../memory-settings.ts';
import { Harness, MINUTE } from '../harness.ts';
import { memoryIncidents, memorySubscriptions } from '../memory-stores.ts';
import { StandInMessenger } from '../stand-in-messenger.ts';

export const OTHER = 'teams:channel:2';
export const ours = failing(1, 'mfa.required', { owner: 'partner' });

export class DeliveryHarness extends Harness {
  readonly discord = new StandInMessenger('discord', true);
  readonly teams = new StandInMessenger('teams', false);
  readonly events: DeliveryEvent[] = [];
  /** Whether the connection may be known of in the places now. */
  allowed = true;

  /** What comes of making a standing report. */
  made: Awaited<ReturnType<ReportMaker>> = null;

  start(outbox: Outbox = this.outbox, random = 0.5): Delivery {
    const store = memoryIncidents(this.tables);
    const delivery = new Delivery({
      outbox,
      subscriptions: memorySubscriptions(this.tables),
      messengers: new Map([
        ['discord', this.discord],
        ['teams', this.teams],
      ]),
      cards: createEntryCards({
        mayHear: async () => () => this.allowed,
        store,
        runs: { currentStates: async () => [] },
        library,
        subjectOf: () => ({}),
        clock: this.time,
        settings: memorySettings(),
      }),
      reports: async () => this.made,
      clock: this.time,
      timers: this.time,
      newId: this.newId,
      random: () => random,
      onEvent: (event) => this.events.push(event),
    });
    delivery.wake();
    return delivery;
  }

  /** Opens an incident, adds a tenant to it, and closes it. */
  async incident(): Promise<void> {
    for (const tenants of [[ours], [ours], [], []]) {
      await this.sweep(tenants.length > 0 ? tenants : [working(1)]);
      await this.time.advance(10 * MINUTE);
    }
  }

  waiting(): number {
    return this.tables.outbox.filter((row) => row.state === 'waiting').length;
  }
}
