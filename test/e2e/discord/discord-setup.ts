import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { runDeploy } from '../../../src/adapters/discord/commands/run-deploy.ts';
import type { Storage } from '../../../src/adapters/storage/open-storage.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { createProductWorld, type ProductWorld, type WorldOptions } from '../product-world.ts';

export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
/** The bot is in it, but it is not configured. */
export const FOREIGN_GUILD = '1300000000000000101';
/** An administrator bound it: results are seen by everybody. */
export const BOUND = '1300000000000000200';
export const UNBOUND = '1300000000000000201';
export const FOREIGN_CHANNEL = '1300000000000000202';
/** A Discord role, with nothing granted to it. */
export const NIGHT_SHIFT = '1300000000000000400';
export const ADMIN = { id: '1300000000000000301', name: 'Ada Admin' };
export const TECHNICIAN = { id: '1300000000000000302', name: 'Theo Technician' };
export const COLLEAGUE = { id: '1300000000000000305', name: 'Kim Colleague' };
export const VIEWER = { id: '1300000000000000303', name: 'Vera Viewer' };
export const STRANGER = { id: '1300000000000000304', name: 'Sam Stranger' };
/** Must never be seen anywhere. */
export const TOKEN = 'canary-discord-token-0123456789';

export interface DiscordWorld extends ProductWorld {
  standIn: DiscordStandIn;
}

/** A simulated Microsoft and a stand-in for Discord, with the commands deployed, roles granted and one channel bound. */
export async function createDiscordWorld(options: WorldOptions = {}): Promise<DiscordWorld> {
  const standIn = await createDiscordStandIn({
    applicationId: APPLICATION,
    guilds: GUILDS,
    token: TOKEN,
    // Its own three seconds have tests without a process that a busy machine may keep waiting.
    firstAnswerMs: PATIENCE_MS,
  });
  const settings = {
    SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_GUILD_IDS: GUILD,
    DISCORD_API_URL: standIn.origin,
  };
  const world = await createProductWorld(options, { settings, close: () => standIn.close() });
  await deploy(standIn.origin);
  await world.withStorage(grantRoles);
  return { ...world, standIn };
}

const GUILDS = [
  {
    id: GUILD,
    name: 'Contoso MSP',
    channels: [
      { id: BOUND, name: 'alerts' },
      { id: UNBOUND, name: 'general' },
    ],
    roles: [{ id: NIGHT_SHIFT, name: 'Night shift' }],
    members: [ADMIN, TECHNICIAN, COLLEAGUE, VIEWER, STRANGER],
  },
  { id: FOREIGN_GUILD, name: 'Fabrikam', channels: [{ id: FOREIGN_CHANNEL, name: 'lobby' }] },
];

async function deploy(apiUrl: string): Promise<void> {
  const options = { token: new Secret(TOKEN), applicationId: APPLICATION, guildIds: [GUILD], apiUrl };
  const failed = (await runDeploy(options, 'deploy')).find((result) => result.error !== undefined);
  if (failed) throw new Error(failed.error?.message);
}

async function grantRoles({ access }: Storage): Promise<void> {
  const at = { grantedAt: Date.now(), grantedBy: 'test' };
  await access.grant({ subject: `discord:user:${TECHNICIAN.id}`, role: 'technician', ...at });
  await access.grant({ subject: `discord:user:${COLLEAGUE.id}`, role: 'technician', ...at });
  await access.grant({ subject: `discord:user:${VIEWER.id}`, role: 'viewer', ...at });
  await access.bind({ place: `discord:channel:${BOUND}`, boundAt: Date.now(), boundBy: 'test' });
}
