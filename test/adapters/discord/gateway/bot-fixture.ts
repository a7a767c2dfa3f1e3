import { createDiscordStandIn, type DiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import {
  ANNA,
  APPLICATION,
  CHANNEL,
  COMMANDS,
  GUILD,
  QUIET_CHANNEL,
  ROLE,
} from '../../../../simulators/discord/demo-world.ts';
import { createDiscordChat, type DiscordChat } from '../../../../src/adapters/discord/create-discord-chat.ts';
import type { TextSeal } from '../../../../src/adapters/discord/gateway/message-address.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import type { Card } from '../../../../src/core/cards/card.ts';
import { plain } from '../../../../src/core/cards/inline.ts';
import type { Chat } from '../../../../src/core/chat/calls/chat.ts';
import type { Call, ChatRequest, Plan, Reply, Suggestion } from '../../../../src/core/chat/calls/chat-request.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';

export const FOREIGN_GUILD = '1300000000000000101';
export const FOREIGN_CHANNEL = '1300000000000000202';
export const TOKEN = 'a-token-that-must-not-show';

const WORLD = {
  applicationId: APPLICATION,
  token: TOKEN,
  guilds: [
    {
      id: GUILD,
      name: 'Fabrikam MSP',
      channels: [
        { id: CHANNEL, name: 'helpdesk' },
        { id: QUIET_CHANNEL, name: 'quiet', denied: ['SendMessages'] },
      ],
      roles: [{ id: ROLE, name: 'Technicians' }],
      members: [ANNA],
    },
    { id: FOREIGN_GUILD, name: 'Contoso', channels: [{ id: FOREIGN_CHANNEL, name: 'lobby' }] },
  ],
} as const;

/** Core, as far as a chat adapter sees it: each test says what it answers, and sees what it was asked. */
export class FakeChat implements Chat {
  answer: Plan = { kind: 'answer', effect: 'new', audience: 'public' };
  running: (request: ChatRequest, call: Call, reply: Reply) => Promise<void> = async () => {};
  suggesting: (...asked: [ChatRequest, string, string, string]) => Promise<Suggestion[]> = async () => [];
  /** Ends once the call is kept. */
  keeping: Promise<unknown> = Promise.resolve();
  readonly planned: Call[] = [];
  readonly ran: { request: ChatRequest; call: Call }[] = [];

  plan(_request: ChatRequest, call: Call): Plan {
    this.planned.push(call);
    return this.answer;
  }

  async run(request: ChatRequest, call: Call, reply: Reply): Promise<void> {
    if (reply.taken && !(await reply.taken.kept(this.keeping))) return;
    this.ran.push({ request, call });
    await this.running(request, call, reply);
  }

  suggest(...asked: [ChatRequest, string, string, string]): Promise<Suggestion[]> {
    return this.suggesting(...asked);
  }
}

export interface LogEntry {
  level: string;
  message: string;
  fields: Readonly<Record<string, unknown>>;
}

/** The adapter with the real discord.js client, logged in to a stand-in. */
export interface BotFixture {
  standIn: DiscordStandIn;
  chat: FakeChat;
  bot: DiscordChat;
  logs: LogEntry[];
  /** The first entry with these words, once it is there. */
  logged(words: string): Promise<LogEntry>;
  /** Moves the adapter's clock and the stand-in's. */
  setClock(offsetMs: number): void;
  close(): Promise<void>;
}

/** Turns a text around: enough to see that it is not stored as it is. */
export const reversingSeal: TextSeal = { seal: reverse, open: reverse };

function reverse(text: string): string {
  return [...text].reverse().join('');
}

/** Commands that the stand-in offers beside those of `demo-world`. */
const EXTRA_COMMANDS = [
  {
    name: 'grant',
    description: 'Grants a role',
    options: [
      { type: 9, name: 'subject', description: 'Whom', required: true },
      { type: 4, name: 'days', description: 'How long' },
    ],
  },
];

export async function startBot(guildIds: readonly string[] = [GUILD], token = TOKEN): Promise<BotFixture> {
  const standIn = await createDiscordStandIn(WORLD);
  const chat = new FakeChat();
  const logs: LogEntry[] = [];
  const lookOuts = new Set<() => void>();
  let offset = 0;
  const bot = createDiscordChat({
    token: new Secret(token),
    applicationId: APPLICATION,
    guildIds,
    apiUrl: standIn.origin,
    chat,
    log(level, message, fields) {
      logs.push({ level, message, fields });
      for (const look of lookOuts) look();
    },
    clock: { now: () => Date.now() + offset, monotonicMs: () => performance.now() },
    seal: reversingSeal,
  });
  const commands = [...COMMANDS, ...EXTRA_COMMANDS];
  for (const guild of [GUILD, FOREIGN_GUILD]) standIn.registerCommands(guild, commands);
  standIn.registerCommands(null, [{ name: 'explain', description: 'Explains', contexts: [1] }]);
  try {
    await bot.start();
  } catch (error) {
    await standIn.close();
    throw error;
  }
  return {
    standIn,
    chat,
    bot,
    logs,
    logged: (words) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = logs.find(({ message }) => message.includes(words));
          if (found) resolve(found);
        };
        lookOuts.add(look);
        look();
      }),
    setClock(offsetMs) {
      offset = offsetMs;
      standIn.setClock(offsetMs);
    },
    async close() {
      await bot.stop();
      await standIn.close();
    },
  };
}

/** A card with one button, `Test again`. */
export function cardSaying(text: string): Card {
  return {
    tone: 'good',
    status: 'fine',
    title: plain(text),
    blocks: [],
    actions: [{ kind: 'button', label: 'Test again', id: encodeAction('again', 'x') }],
    summary: text,
  };
}
