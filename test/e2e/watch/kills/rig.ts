import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscordStandIn, type DiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import { createFakeConnector } from '../../../../simulators/teams/fake-connector.ts';
import { renderAddress } from '../../../../src/adapters/teams/chat/message-address.ts';
import { type Program, startProgram } from '../../../processes/start-program.ts';
import { createForwardingProxy } from '../process/forwarding-proxy.ts';
import { type Death, Killer } from './killer.ts';

const CHILD = new URL('./delivering-process.ts', import.meta.url);
const APPLICATION = '1300000000000000001';
const GUILD = '1300000000000000100';
const TOKEN = 'canary-discord-token-0123456789';
/** So many children load ahead of the one that lives. */
const STANDBY = 2;

export const CHANNELS = [0, 1, 2, 3, 4].map((index) => `130000000000000020${index}`);
const CONVERSATIONS = ['19:a@thread.tacv2', '19:b@thread.tacv2'];
export const PLACES = [
  ...CHANNELS.map((id) => `discord:channel:${id}`),
  ...CONVERSATIONS.map((id) => `teams:channel:${id}`),
];

/** What a child is told. */
export interface LifeOrder {
  /** A file, or the address of a server. */
  database: string;
  chats?: ChatOrder;
  routes?: RouteOrder;
  /** It tells the standing reports that are due, and delivers them. */
  reports?: boolean;
  /** It waits for the place of `start`, and delivers only while it has it. */
  inPlace?: boolean;
  /** 0 for never. */
  dieAtStep: number;
}

export interface ChatOrder {
  discordUrl: string;
  teams?: { serviceUrl: string; conversations: readonly string[] };
  token: string;
  applicationId: string;
  guildId: string;
}

export interface RouteOrder {
  /** Base64. */
  masterKey: string;
  mailPort: number;
}

/** A post that Teams took, in order, with the life that made it. `card` is what it shows now. */
export interface Taken {
  life: number;
  address: string;
  place: string;
  /** In the thread of another. */
  isReply: boolean;
  /** As it was posted. */
  posted: string;
  card: string;
}

export interface KillRig {
  database: string;
  standIn: DiscordStandIn;
  taken: readonly Taken[];
  /** Lives once. Whether it was killed; false where the outbox was empty before. */
  live: (death: Death | null) => Promise<boolean>;
  close: () => Promise<void>;
}

export async function createKillRig({ reports = false } = {}): Promise<KillRig> {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-kills-'));
  const channels = CHANNELS.map((id, index) => ({ id, name: `alerts-${index}` }));
  const guilds = [{ id: GUILD, name: 'Contoso MSP', channels }];
  const standIn = await createDiscordStandIn({ applicationId: APPLICATION, guilds, token: TOKEN });
  const taken: Taken[] = [];
  let life = 0;
  const killer = new Killer();
  const around = killer.around.bind(killer);
  const discord = await createForwardingProxy(standIn.origin, async ({ method, path, forward }) =>
    method !== 'GET' && path.includes('/messages') ? around(forward) : forward(),
  );
  // Like Teams, it takes the same message twice for two.
  const connector = await createFakeConnector({ accepts: () => true });
  const teams = await createForwardingProxy(new URL(connector.serviceUrl).origin, ({ method, path, body, forward }) =>
    around(async () => {
      const answer = await forward();
      const [conversationId = '', , activityId] = path.split('/').slice(4).map(decodeURIComponent);
      const known = taken.find(
        ({ address }) => address === renderAddress({ conversationId, activityId: activityId ?? '' }),
      );
      const [id = ''] = conversationId.split(';');
      if (method === 'POST') {
        const { id: made } = JSON.parse(answer.body.toString()) as { id: string };
        const address = renderAddress({ conversationId, activityId: made });
        const isReply = conversationId !== id;
        taken.push({ life, address, place: `teams:channel:${id}`, isReply, posted: body, card: body });
      } else if (known) known.card = body;
      return answer;
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
      // A life that ends by itself is the last one.
      if (next) fill();
      const current = standby.shift() ?? load();
      life += 1;
      // Each outage lasts an hour, so that Discord has forgotten every nonce.
      standIn.setClock(life * 60 * 60_000);
      killer.arm(current, next);
      const order: LifeOrder = {
        database,
        reports,
        chats: {
          discordUrl: `${discord.origin}/api`,
          teams: { serviceUrl: `${teams.origin}/teams/`, conversations: CONVERSATIONS },
          token: TOKEN,
          applicationId: APPLICATION,
          guildId: GUILD,
        },
        dieAtStep: next?.by === 'step' ? next.at : 0,
      };
      current.say(JSON.stringify(order));
      const code = await current.ended;
      if (code !== null && code !== 0) throw new Error(`a delivering process ended with ${code}: ${current.output()}`);
      return code === null;
    },
    close: async () => {
      await Promise.all(standby.map((one) => one.stop('SIGKILL')));
      await Promise.all([discord, teams, standIn, connector].map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function load(): Program {
  return startProgram([CHILD], { input: null });
}
