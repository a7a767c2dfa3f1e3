import { homedir } from 'node:os';
import { type DeployMode, type DeployResult, runDeploy } from '../../adapters/discord/commands/run-deploy.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { parseStartConfig } from '../config/parse-start-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import type { ProcessIo } from '../process-io.ts';
import { failUsage } from './fail-usage.ts';

type Values = Record<string, unknown>;

export const runDiscordDeploy = (values: Values, io: ProcessIo): Promise<number> => deploy('deploy', values, io);
export const runDiscordDiff = (values: Values, io: ProcessIo): Promise<number> => deploy('diff', values, io);
export const runDiscordList = (values: Values, io: ProcessIo): Promise<number> => deploy('list', values, io);
export const runDiscordRemove = (values: Values, io: ProcessIo): Promise<number> => deploy('remove', values, io);

/** `samaritan discord deploy|diff|list|remove`: exit 1 where Discord refused a guild. */
async function deploy(mode: DeployMode, values: Values, io: ProcessIo): Promise<number> {
  const json = values.json === true;
  const parsed = parseStartConfig(readEnvironment(io.env), { home: homedir() });
  if (!parsed.ok) return failUsage(parsed.faults, json, io);
  const { discord } = parsed.config;
  if (!discord) {
    const missing =
      'Discord is not configured. Set DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_IDS; docs/deploy-discord.md says where they come from.';
    return failUsage([missing], json, io);
  }
  const results = await runDeploy(discord, mode);
  if (json) io.stdout.write(`${JSON.stringify({ schema: 'samaritan.discord/1', mode, results }, null, 2)}\n`);
  else for (const result of results) io.stdout.write(`${describe(result, mode)}\n`);
  return results.some((result) => result.error !== undefined) ? EXIT.findings : EXIT.fine;
}

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
