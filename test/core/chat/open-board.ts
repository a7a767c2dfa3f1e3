import type { ChatWatch } from '../../../src/core/chat/calls/chat-parts.ts';
import { createEntryCards } from '../../../src/core/watch/notifications/cards/entry-cards.ts';
import { toIncidentCard } from '../../../src/core/watch/notifications/cards/incident-card.ts';
import { fakeCloud } from '../fake-cloud.ts';
import { failing, START } from '../fixtures.ts';
import { memorySettings } from '../memory-settings.ts';
import { keepFound } from '../open-stores.ts';
import { HOUR, Harness as WatchHarness } from '../watch/harness.ts';
import { blocked, CA, opened, ours } from '../watch/incidents/fleet.ts';
import { memoryAccepted, memoryIncidents } from '../watch/memory-stores.ts';
import { context } from '../watch/notifications/cards/facts.ts';
import { createHarness, type HarnessOptions, VIEWER } from './harness.ts';

/** Two customers' refusals and one cause of ours are open, and nobody has them. */
export async function openBoard(options: HarnessOptions = {}) {
  const watching = new WatchHarness();
  await opened(watching, blocked(1), blocked(2), ours(3));
  const harness = await createHarness({
    ...options,
    cloud: fakeCloud(),
    readAccepted: async (connection) => await memoryAccepted(watching.tables).accepted(connection),
  });
  const incidents = memoryIncidents(watching.tables);
  const { connections, runs, clock } = harness.parts;
  const accepted = memoryAccepted(watching.tables);
  harness.parts.watch = {
    connections,
    runs,
    clock,
    accepted,
    incidents,
    watch: watching.watch,
  } as unknown as ChatWatch;
  await keepFound(harness.runs, harness.clock, { at: START - HOUR, tenants: [failing(1, CA), failing(2, CA)] });
  const board = async (person = VIEWER) => (await harness.command('status', {}, { person })).reply.last;
  const group = [...watching.tables.groups.values()].find(({ cause }) => cause === CA);
  const facts = watching.tables.facts(group?.id ?? '');
  if (!facts) throw new Error('nothing is open');
  const cards = createEntryCards({
    ...{ ...context, library: harness.parts.library, runs: harness.runs, store: incidents, clock },
    settings: memorySettings(),
    mayHear: async () => () => true,
  });
  /** One message about all that is open. */
  const toDigest = async () => {
    const groupIds = [...watching.tables.groups.keys()];
    const digest = { why: 'burst', also: [], notices: [] } as const;
    const message = { ...{ id: 'm1', place: '', address: null, groupIds, digest }, postedAt: 0 };
    return await cards({ content: { kind: 'digest' }, message } as unknown as Parameters<typeof cards>[0]);
  };
  const alert = toIncidentCard(facts, { ...context, library: harness.parts.library });
  return { harness, watching, board, alert, toDigest };
}
