import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectsOf } from '../../../simulators/discord/read-message.ts';
import { history } from '../../../src/core/chat/commands/diagnosis/history.ts';
import { status } from '../../../src/core/chat/commands/diagnosis/status.ts';
import { textOf } from '../../core/cards/card-texts.ts';
import { press, readable } from '../discord/drive.ts';
import { accept, ask, confirm, give, schedule, tell, throughRecheck, toNextSweep } from './watch-steps.ts';
import { ADMIN, createWatchWorld, expectNoViolation, messageWith, type WatchWorld } from './watch-world.ts';

let world: WatchWorld;

beforeAll(async () => {
  world = await createWatchWorld();
  await tell(world);
  await schedule(world);
});
afterAll(async () => {
  expectNoViolation(world);
  await world.close();
});

/** How many incidents each of them says are open, of `matters` that the board lists. */
async function openBy(): Promise<{ status: number; history: number; matters: number }> {
  const board = textOf((await ask(world, status, {})).card);
  const [, matters = 0, incidents] = /(\d+) matters?(?: with (\d+) incidents?)? (?:is|are) open/.exec(board) ?? [];
  const past = /^Incidents: \d+(?: \((\d+) open\))?$/m.exec(textOf((await ask(world, history, {})).card));
  return { status: Number(incidents ?? matters), history: Number(past?.[1] ?? 0), matters: Number(matters) };
}

describe('what is open', () => {
  it('is counted alike by status and history, whatever is done about it', async () => {
    expect(await openBy()).toEqual({ status: 0, history: 0, matters: 0 });
    give(world, 'ca-block', 1, 2, 3);
    const [accepted] = give(world, 'exchange-not-licensed', 4);
    const [vanishing] = give(world, 'consent-missing', 5);
    await confirm(world);
    expect(await openBy()).toEqual({ status: 5, history: 5, matters: 3 });

    const blocked = messageWith(world, /New:.*Conditional Access/);
    press(world, blocked, 'Acknowledge', ADMIN);
    await world.standIn.waitUntil(() => /Acknowledged by/.test(readable(blocked)), 'acknowledged');
    expect(await openBy()).toEqual({ status: 5, history: 5, matters: 3 });

    const other = messageWith(world, /New:.*onsent/);
    const [select] = selectsOf(other);
    world.standIn.select({ messageId: other.id, user: ADMIN, customId: select?.custom_id ?? '', values: ['mended'] });
    await world.standIn.waitUntil(() => /Snoozed by/.test(readable(other)), 'snoozed');
    expect(await openBy()).toEqual({ status: 5, history: 5, matters: 3 });

    await accept(world, accepted?.defaultDomainName ?? '');
    await world.time.settle();
    expect(await openBy()).toEqual({ status: 4, history: 4, matters: 2 });

    world.sandbox.removeTenant(vanishing?.tenantId ?? '');
    for (let hour = 0; hour < 4; hour += 1) await toNextSweep(world);
    expect(await openBy()).toEqual({ status: 3, history: 3, matters: 1 });

    // One of three is mended: its own incident ends, and what they share goes on.
    give(world, 'fine', 1);
    await confirm(world);
    await throughRecheck(world);
    expect(await openBy()).toEqual({ status: 2, history: 2, matters: 1 });
  });
});
