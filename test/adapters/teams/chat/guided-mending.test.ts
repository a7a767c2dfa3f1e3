import { describe, expect, it } from 'vitest';
import { createTeamsChat } from '../../../../src/adapters/teams/chat/create-teams-chat.ts';
import { renderAnswer } from '../../../../src/adapters/teams/chat/render-answer.ts';
import type { InvokeReply } from '../../../../src/adapters/teams/inbound/invoke-reply.ts';
import type { AdaptiveCardJson } from '../../../../src/adapters/teams/outbound/outgoing-message.ts';
import { createHarness } from '../../../core/chat/harness.ts';
import { openBoard } from '../../../core/chat/open-board.ts';
import { code, customers, fakeCloud, grant, isPartner, pass, refuse } from '../../../core/fake-cloud.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { elementsOf, faultsOf, shownText, textsOf } from '../cards/card-rules.ts';
import { CHANNEL, eventOf, FakeTeams, MemoryLog, MemoryReferences, PERSON, PERSONAL, THREAD } from './fake-teams.ts';

type Where = 'personal' | 'channel';

/** The whole of core behind Teams: ten tenants, of which one blocks the sign-in until `mend` is called. */
async function start() {
  let blocked = true;
  const answers = {
    customers: pass({ customers: customers(10), unusableEntries: 0 }),
    redeem: (request: Parameters<typeof isPartner>[0]) =>
      blocked && !isPartner(request) && request.authorityTenant.endsWith('3')
        ? refuse(code(53003))
        : grant(request.authorityTenant),
  };
  const harness = await createHarness({ cloud: fakeCloud(answers), admins: [`teams:user:${PERSON}`] });
  return {
    ...(await startOver(harness)),
    mend: () => {
      blocked = false;
    },
  };
}

async function startOver(harness: Awaited<ReturnType<typeof createHarness>>) {
  await harness.access.bind({ place: `teams:channel:${CHANNEL}`, boundAt: 0, boundBy: 'test' });
  await harness.gate.refresh();
  const teams = new FakeTeams();
  const time = new VirtualTime();
  const log = new MemoryLog();
  const references = new MemoryReferences();
  const bot = createTeamsChat({ chat: harness.chat, connector: teams, references, clock: time, timers: time, log });
  const press = async (
    where: Where,
    card: AdaptiveCardJson,
    label: string,
    chosen?: string,
  ): Promise<InvokeReply | undefined> => {
    const data = dataOf(card, label);
    if (chosen !== undefined) data[String(data.choice)] = chosen;
    const reply = await bot.handle(eventOf(where, { kind: 'cardAction', verb: 'samaritan', data }));
    await bot.idle();
    return reply;
  };
  return {
    teams,
    log,
    harness,
    press,
    write: (where: Where, text: string) => bot.handle(eventOf(where, { kind: 'message', text })),
    last: () => {
      const sent = teams.sent.at(-1);
      if (!sent?.message.card) throw new Error('no card was sent last');
      expect(faultsOf(sent.message.card)).toEqual([]);
      return { where: sent.where, how: sent.how, card: sent.message.card, texts: textsOf(sent.message.card) };
    },
  };
}

function dataOf(card: AdaptiveCardJson, label: string): Record<string, unknown> {
  const button = elementsOf(card).find(({ type, title }) => type === 'Action.Execute' && shownText(title) === label);
  if (!button) throw new Error(`the card has no button “${label}”`);
  return { ...(button.data as Record<string, unknown>) };
}

function cardOf(reply: InvokeReply | undefined): AdaptiveCardJson {
  if (reply?.kind !== 'card') throw new Error(`no card, but ${JSON.stringify(reply)}`);
  expect(faultsOf(reply.card)).toEqual([]);
  return reply.card;
}

describe('from a failing tenant to a mended one', () => {
  it('happens on one card in a personal chat', async () => {
    const { write, press, mend, last, teams, log } = await start();
    await write('personal', 'testtokens');
    expect(teams.sent.map(({ how }) => how)).toEqual(['send', 'update']);
    expect(last().texts[0]).toMatch(/^1 of 10 tenants fails/);

    const fix = cardOf(await press('personal', last().card, 'How to fix'));
    expect(textsOf(fix)[0]).toContain('Tenant 3');
    expect(last()).toMatchObject({ how: 'update', where: PERSONAL, texts: textsOf(fix) });

    const still = await press('personal', fix, 'Test again');
    expect(still).toMatchObject({ kind: 'message' });
    expect(last().texts[0]).toContain('still fails');

    mend();
    await press('personal', last().card, 'Test again');
    expect(last()).toMatchObject({ how: 'update', where: PERSONAL });
    expect(last().texts[0]).toMatch(/^Mended\. Tenant 3 works again/);
    expect(log.lines).toEqual([]);
  });

  it('leaves the report of a channel to everybody, and shows its steps to who asked alone', async () => {
    const { write, press, mend, last, teams } = await start();
    await write('channel', 'testtokens');
    const report = last();
    expect(report).toMatchObject({ where: THREAD, how: 'update' });
    const count = teams.sent.length;
    const fix = cardOf(await press('channel', report.card, 'How to fix'));
    expect(teams.sent).toHaveLength(count);
    mend();
    const mended = cardOf(await press('channel', fix, 'Test again'));
    expect(textsOf(mended)[0]).toMatch(/^Mended\. Tenant 3/);
    expect(teams.sent).toHaveLength(count);
  });

  it('shows no result in a channel that is not bound', async () => {
    const { write, harness, teams } = await start();
    await harness.access.unbind(`teams:channel:${CHANNEL}`);
    await harness.gate.refresh();
    await write('channel', 'testtokens contoso-of-nobody');
    expect(teams.sent.filter(({ where }) => where === THREAD).map(({ message }) => message.text)).toEqual([
      'I answered you personally.',
    ]);
  });

  it('refuses in words who may not', async () => {
    const { write, press, last, harness } = await start();
    await write('personal', 'testtokens');
    const report = last().card;
    const stranger = createTeamsChat({
      chat: harness.chat,
      connector: new FakeTeams(),
      references: new MemoryReferences(),
      clock: new VirtualTime(),
      timers: new VirtualTime(),
      log: new MemoryLog(),
    });
    const event = eventOf('personal', { kind: 'cardAction', verb: 'samaritan', data: dataOf(report, 'How to fix') });
    const from = { ...event.from, aadObjectId: '99999999-0000-4000-8000-00000000abcd' };
    expect(await stranger.handle({ ...event, from })).toMatchObject({
      kind: 'message',
      text: expect.stringContaining('You may not run this'),
    });
    expect(await press('personal', report, 'How to fix')).toMatchObject({ kind: 'card' });
  });
});

describe('from a digest in a channel to the messages for all customers of one of its incidents', () => {
  it('are two presses, of which the first has all that fit on a page', async () => {
    const { harness, toDigest } = await openBoard({ admins: [`teams:user:${PERSON}`] });
    const { press, teams } = await startOver(harness);
    const digest = await toDigest();
    if (!digest) throw new Error('there is nothing to tell');
    const posted = renderAnswer(digest, { now: 0 }).card;
    const page = cardOf(await press('channel', posted, 'Messages for both'));
    expect(textsOf(page).join('\n')).toMatch(/Messages to both customers[\s\S]*Tenant 1/);
    expect(teams.sent).toEqual([]);

    await press('channel', page, 'All in one file');
    expect(teams.log.slice(1)).toEqual([
      `send ${PERSONAL} message-1: The messages to 2 customers in one file · Conditional Access blocks the sign-in`,
      `send ${PERSONAL} message-2: May messages.txt be saved?`,
    ]);
  });
});
