import { describe, expect, it } from 'vitest';
import { createDiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import { seededRandom } from '../../../core/watch/seeded-random.ts';
import { fillOutbox } from '../../../e2e/watch/kills/fill-outbox.ts';
import { Killer, toDeath } from '../../../e2e/watch/kills/killer.ts';
import { CHANNELS, type LifeOrder, load } from '../../../e2e/watch/kills/rig.ts';
import { createForwardingProxy } from '../../../e2e/watch/process/forwarding-proxy.ts';
import type { Program } from '../../../processes/start-program.ts';
import { useDatabase } from '../fixtures.ts';

/** Takes minutes: `SAMARITAN_STANDBY_KILLS=100 npx vitest run --project postgres test/adapters/storage/postgres/standby-kills.test.ts`. */
const KILLS = Number(process.env.SAMARITAN_STANDBY_KILLS ?? 0);
const ACCOUNT = { token: 'canary-discord-token-0123456789', applicationId: '1300000000000000001' };
const GUILD = '1300000000000000100';

describe.runIf(KILLS > 0)('a process that delivers from a database of a server while another stands by', () => {
  const database = useDatabase();

  it('is followed by the other wherever it is killed: nothing is lost, and nothing stands twice', {
    timeout: 300_000 + KILLS * 10_000,
  }, async () => {
    const channels = CHANNELS.map((id, index) => ({ id, name: `alerts-${index}` }));
    const standIn = await createDiscordStandIn({
      ...ACCOUNT,
      guilds: [{ id: GUILD, name: 'Contoso MSP', channels }],
    });
    const { host, port, user, password, database: name } = database.server.parts;
    const address = `postgres://${user}:${password?.reveal() ?? ''}@${host}:${port}/${name}`;
    const places = CHANNELS.map((id) => `discord:channel:${id}`);
    const written = await fillOutbox(database.server, places, Math.ceil(KILLS / 4), {
      rows: (sql) => database.rows(sql),
    });
    const random = seededRandom(13);
    let kills = 0;
    const ways: { close(): Promise<void> }[] = [];
    // Both are told at once: who has the place delivers, and the other waits for it. Each has a way of its own to Discord.
    const begin = async (): Promise<Program> => {
      const death = kills < KILLS ? toDeath(kills, random, 4) : null;
      const child = load();
      const killer = new Killer();
      killer.arm(child, death);
      const discord = await createForwardingProxy(standIn.origin, async ({ method, path, forward }) =>
        method !== 'GET' && path.includes('/messages') ? killer.around(forward) : forward(),
      );
      ways.push(discord);
      const order: LifeOrder = {
        database: address,
        chats: { discordUrl: `${discord.origin}/api`, ...ACCOUNT, guildId: GUILD },
        inPlace: true,
        dieAtStep: death?.by === 'step' ? death.at : 0,
      };
      child.say(JSON.stringify(order));
      return child;
    };
    let [first, second] = [await begin(), await begin()];
    for (;;) {
      const [code, ended] = await Promise.race(
        [first, second].map(async (child): Promise<[number | null, Program]> => [await child.ended, child]),
      );
      if (code !== null && code !== 0) throw new Error(`${first.output()}${second.output()}`);
      if (code === 0) break;
      kills += 1;
      [first, second] = [ended === first ? second : first, await begin()];
    }
    await Promise.all([first, second].map((child) => child.ended));
    for (const channelId of CHANNELS) {
      const expected = written.filter(
        ({ place, kind }) => place === `discord:channel:${channelId}` && (kind === 'open' || kind === 'recover'),
      );
      const shown = standIn.messages(channelId).map(({ nonce }) => String(nonce));
      expect(shown.toSorted()).toEqual(expected.map(({ key }) => key).sort());
    }
    process.stdout.write(`${kills} kills over a standby, ${written.length} deliveries\n`);
    await Promise.all([...ways, standIn].map((one) => one.close()));
  });
});
