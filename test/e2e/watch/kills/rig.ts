import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscordStandIn, type DiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import { COMPILED, type Program, startProgram } from '../../../processes/start-program.ts';
import { createForwardingProxy, type Forwarded } from '../process/forwarding-proxy.ts';
import type { LoosePost } from './loose-messenger.ts';

const CHILD = new URL('./delivering-process.ts', import.meta.url);
const APPLICATION = '1300000000000000001';
const GUILD = '1300000000000000100';
const TOKEN = 'canary-discord-token-0123456789';
/** So many children load ahead of the one that lives. */
const STANDBY = 2;

export const CHANNELS = [0, 1, 2, 3, 4].map((index) => `130000000000000020${index}`);
export const PLACES = [...CHANNELS.map((id) => `discord:channel:${id}`), 'teams:channel:a', 'teams:channel:b'];

/** What a child is told. */
export interface LifeOrder {
  database: string;
  discordUrl: string;
  looseUrl: string;
  token: string;
  applicationId: string;
  guildId: string;
  /** 0 for never. */
  dieAtStep: number;
}

/**
 * How a life ends, if it doesn't outlive its work: by its own step, or killed around the message request of a number,
 * counted over all chats: `arrived` before it takes effect, `taken` after that and before its answer, `answered` right
 * after, `later` some milliseconds after.
 */
export type Death =
  | { by: 'step'; at: number }
  | { by: 'request'; at: number; when: 'arrived' | 'taken' | 'answered' | 'later'; laterMs: number };

/** A post that the loose chat took, in order, with the life that made it. */
export interface Taken extends LoosePost {
  life: number;
}

export interface KillRig {
  database: string;
  standIn: DiscordStandIn;
  taken: readonly Taken[];
  /** Lives once. Whether it was killed; false where the outbox was empty before. */
  live: (death: Death | null) => Promise<boolean>;
  close: () => Promise<void>;
}

export async function createKillRig(): Promise<KillRig> {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-kills-'));
  const channels = CHANNELS.map((id, index) => ({ id, name: `alerts-${index}` }));
  const guilds = [{ id: GUILD, name: 'Contoso MSP', channels }];
  const standIn = await createDiscordStandIn({ applicationId: APPLICATION, guilds, token: TOKEN });
  const taken: Taken[] = [];
  let life = 0;
  let requests = 0;
  let death: Death | null = null;
  let child: Program | undefined;
  const kill = (): undefined => {
    void child?.stop('SIGKILL');
  };

  /** Lets one message request through, and kills around it where its turn has come. */
  const around = async (take: () => Promise<Forwarded>): Promise<Forwarded | undefined> => {
    requests += 1;
    const mine = death?.by === 'request' && requests === death.at ? death : undefined;
    if (mine?.when === 'arrived') return kill();
    const answer = await take();
    if (mine?.when === 'taken') return kill();
    if (mine?.when === 'answered') setImmediate(kill);
    if (mine?.when === 'later') setTimeout(kill, 1 + mine.laterMs);
    return answer;
  };
  const discord = await createForwardingProxy(standIn.origin, async ({ method, path, forward }) =>
    method !== 'GET' && path.includes('/messages') ? around(forward) : forward(),
  );
  const loose = await createForwardingProxy(standIn.origin, ({ body }) =>
    around(async () => {
      const post = JSON.parse(body) as LoosePost;
      if (post.key !== undefined) taken.push({ ...post, life });
      return { status: 200, headers: {}, body: Buffer.from(`address of ${post.key}`) };
    }),
  );
  const standby: Program[] = [];
  const fill = (): void => {
    while (standby.length < STANDBY) standby.push(load());
  };
  const database = join(folder, 'samaritan.db');

  return {
    database,
    standIn,
    taken,
    live: async (next) => {
      fill();
      const current = standby.shift() ?? load();
      life += 1;
      // Each outage lasts an hour, so that Discord has forgotten every nonce.
      standIn.setClock(life * 60 * 60_000);
      requests = 0;
      death = next;
      child = current;
      const order: LifeOrder = {
        database,
        discordUrl: `${discord.origin}/api`,
        looseUrl: loose.origin,
        token: TOKEN,
        applicationId: APPLICATION,
        guildId: GUILD,
        dieAtStep: next?.by === 'step' ? next.at : 0,
      };
      current.say(JSON.stringify(order));
      const code = await current.ended;
      if (code !== null && code !== 0) throw new Error(`a delivering process ended with ${code}: ${current.output()}`);
      return code === null;
    },
    close: async () => {
      await Promise.all(standby.map((one) => one.stop('SIGKILL')));
      await Promise.all([discord.close(), loose.close(), standIn.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function load(): Program {
  // What takes time here is loading them, hundreds of times.
  return startProgram([CHILD], { env: COMPILED, input: null });
}
