import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, selectsOf } from '../../../simulators/discord/read-message.ts';
import { COMPONENT, walkComponents } from '../../../simulators/discord/rules/walk-components.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { HOSTILE_TEXTS } from '../../adapters/discord/render/hostile.ts';
import { readMarkdown } from '../../adapters/discord/render/read-markdown.ts';
import { BOUND, createDiscordWorld, type DiscordWorld, GUILD, TECHNICIAN, UNBOUND } from './discord-setup.ts';
import { ask, labelsOf, press, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const NAMES = [
  ...HOSTILE_TEXTS,
  'A'.repeat(3000),
  '**'.repeat(1500),
  '   ',
  '@everyone `</testtokens:1>` [x](https://evil.example)',
];
/** Markup that cards have of their own. */
const OURS = new Set(['heading', 'subtext', 'strong', 'code', 'code block', 'list', 'time', 'masked link', 'address']);
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

let world: DiscordWorld;
let report: StoredMessage;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 2 } });
  for (const displayName of NAMES) world.sandbox.addTenant({ displayName, scenario: 'consent-missing' });
  world.sandbox.addTenant({
    displayName: '@here',
    defaultDomainName: '<@80351110224678912>.example',
    scenario: 'ca-block',
  });
  world.sandbox.addTenant({ displayName: '@everyone', scenario: 'hostile-error' });
  await world.startHere();
  report = await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

/** What somebody else’s text has become in the bot’s messages, in all their versions. */
function faultsIn(messages: readonly StoredMessage[]): string[] {
  const versions = messages.filter(({ author }) => author.bot).flatMap((message) => [message, ...message.edits]);
  return versions.flatMap((version) => [
    ...walkComponents(version.components)
      .filter(({ type }) => type === COMPONENT.textDisplay)
      .flatMap(({ content = '' }) => textFaults(content)),
    ...[...buttonsOf(version).map(({ label }) => label), ...selectsOf(version).flatMap(optionTexts)]
      .filter((label) => label != null && UNSEEN.test(label))
      .map((label) => `label ${JSON.stringify(label)}`),
  ]);
}

function textFaults(content: string): string[] {
  const { found } = readMarkdown(content);
  const foreign = found.filter(
    ({ kind, raw }) => !OURS.has(kind) || (kind === 'heading' && raw !== '### ') || isForeignLink(kind, raw),
  );
  const unseen = UNSEEN.test(content.replaceAll('\n', '')) ? [`unseen characters in ${JSON.stringify(content)}`] : [];
  return [...foreign.map(({ kind, raw }) => `${kind}: ${raw}`), ...unseen];
}

function isForeignLink(kind: string, raw: string): boolean {
  return (kind === 'masked link' || kind === 'address') && /evil|steam|mailto|tel:|discord:/.test(raw);
}

const optionTexts = (select: ReturnType<typeof selectsOf>[number]) =>
  (select.options ?? []).map((option) => option.label);

describe('names and errors that would call, link or format', () => {
  it('are harmless in every page of the report’s tenants, and in the steps for each', async () => {
    const { standIn } = world;
    const fix = await shows(press(world, report, 'How to fix'), /Who acts/);
    let list = await shows(press(world, fix, 'Show tenants'), /page 1 of/);
    let tenants = 0;
    for (let page = 1; ; page += 1) {
      const [choice] = selectsOf(list);
      for (const { value } of choice?.options ?? []) {
        tenants += 1;
        const customId = `s1~fix~${choice?.custom_id?.split('~').slice(2).join('~')}~${value}`;
        const button = { type: 2, style: 2, label: 'Steps', custom_id: customId };
        const { id } = standIn.plantMessage(BOUND, { components: [{ type: 1, components: [button] }] });
        const fix = await shows(standIn.button({ messageId: id, user: TECHNICIAN, customId }), /Who acts/);
        if (labelsOf(fix).includes('Message to the customer'))
          await shows(press(world, fix, 'Message to the customer'), /Nothing is sent from here/);
      }
      if (!labelsOf(list).includes('Next')) break;
      list = await shows(press(world, list, 'Next'), new RegExp(`page ${page + 1} of`));
    }
    expect(tenants).toBe(NAMES.length);
  });

  it('are harmless in the chain of a tenant, after testing again, and in what changed', async () => {
    const [first, , ...others] = world.sandbox.tenants();
    for (const { tenantId } of others.slice(0, 12))
      await shows(ask(world, 'check', { options: { tenant: tenantId } }), /graph/);
    for (const { tenantId } of others.slice(0, 6)) world.sandbox.setTenant(tenantId, 'fine');
    const opened = await shows(press(world, report, 'How to fix'), /Who acts/);
    await shows(press(world, opened, 'Test these again'), /mended/i);
    await sweep(world, { channel: UNBOUND });
    await shows(ask(world, 'status'), /Connection default/);
    expect(first?.displayName).toBeTruthy();
  });

  it('are harmless in what a technician types, and in a technician’s own name', async () => {
    const { sandbox } = world;
    for (const text of NAMES.map((name) => name.slice(0, 150)).filter((name) => name.trim() !== '')) {
      // Its end: what still runs takes the place of the sweep below.
      await shows(ask(world, 'check', { options: { tenant: text } }), /^(?![\s\S]*-# running)[\s\S]*\S/);
      await shows(ask(world, 'troubleshoot', { options: { topic: text } }), /\S/);
      await shows(ask(world, 'status', { options: { connection: text.slice(0, 60) } }), /\S/);
      await shows(ask(world, 'help', { options: { command: text.slice(0, 100) } }), /\S/);
    }
    const [hanging] = sandbox.tenants();
    sandbox.setTenant(hanging?.tenantId ?? '', 'graph-hang');
    const user = { ...TECHNICIAN, name: '@everyone [x](https://evil.example)' };
    const running = ask(world, 'testtokens', { user });
    const shown = await shows(running, /Testing/);
    await shows(ask(world, 'testtokens', { channel: UNBOUND }), /already running/);
    press(world, shown, 'Cancel');
    await shows(running, /interrupted/i);
  });

  it('are harmless where they are offered', async () => {
    const place = { guildId: GUILD, channelId: BOUND, user: TECHNICIAN, command: 'check', option: 'tenant' };
    for (const value of ['', '@', 'everyone', '*'])
      for (const { name } of await world.standIn.autocomplete({ ...place, value }).choices())
        expect(name).not.toMatch(UNSEEN);
  });

  it('have left nothing else in any message of the bot', () => {
    const messages = world.standIn.messages();
    expect(messages.length).toBeGreaterThan(100);
    expect(faultsIn(messages)).toEqual([]);
  });
});
