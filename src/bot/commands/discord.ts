import { homedir } from 'node:os';
import { type DeployMode, type DeployResult, runDeploy } from '../../adapters/discord/commands/run-deploy.ts';
import { plain } from '../../core/cards/inline.ts';
import { type CommandAnswer, toListCard } from '../../core/cards/plain-cards.ts';
import { problem } from '../../core/chat/calls/command.ts';
import { parseStartConfig } from '../config/parse-start-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import type { HostCall } from './host-call.ts';

export function answerDiscord(mode: DeployMode): (call: Pick<HostCall, 'io'>) => Promise<CommandAnswer> {
  return (call) => deploy(mode, call);
}

async function deploy(mode: DeployMode, { io }: Pick<HostCall, 'io'>): Promise<CommandAnswer> {
  const parsed = parseStartConfig(readEnvironment(io.env), { home: homedir() });
  if (!parsed.ok) return problem(...parsed.faults);
  const { discord } = parsed.config;
  if (!discord) {
    const missing =
      'Discord is not configured. Set DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_IDS; docs/deploy-discord.md says where they come from.';
    return problem(missing);
  }
  const results = await runDeploy(discord, mode);
  const title = TITLES[mode];
  const failed = results.some((result) => result.error !== undefined);
  const card = toListCard(
    mode,
    title,
    results.map((one) => plain(describe(one, mode))),
  );
  return { card: { ...card, tone: failed ? 'bad' : 'good' }, json: { mode, results }, findings: failed };
}

const TITLES: Readonly<Record<DeployMode, string>> = {
  deploy: 'Commands on Discord',
  diff: 'What discord deploy would change',
  list: 'Commands that Discord has',
  remove: 'Commands taken off Discord',
};

function describe(result: DeployResult, mode: DeployMode): string {
  const where = result.guildId === null ? 'Direct messages' : `Guild ${result.guildId}`;
  if (result.error) return `${where}: ${result.error.message}`;
  if (mode === 'list') return `${where}: ${result.registered.join(', ') || 'no commands'}`;
  const changed = result.changed.map(({ name, fields }) => `${name} (${fields.join(', ')})`);
  const parts = Object.entries({ created: result.created, changed, removed: result.removed }).flatMap(
    ([kind, names]) => (names.length > 0 ? [`${kind} ${names.join(', ')}`] : []),
  );
  if (parts.length === 0) return `${where}: nothing to change (${result.unchanged.length} commands)`;
  return mode === 'diff' ? `${where}: would have ${parts.join('; ')}` : `${where}: ${parts.join('; ')}`;
}
