import { Client, Events, GatewayIntentBits, Options, type REST } from 'discord.js';
import { restOptions } from '../create-rest.ts';
import type { DiscordLog } from '../discord-log.ts';

/** After how many refused requests in ten minutes it is said; 10,000 of them bar the whole address. */
const INVALID_REQUESTS_WORTH_SAYING = 500;

/** The client of discord.js: interactions and guilds only, nobody is ever called by a message, no message is kept. */
export function createClient(apiUrl: string | undefined, log: DiscordLog): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    rest: { ...restOptions(apiUrl), invalidRequestWarningInterval: INVALID_REQUESTS_WORTH_SAYING },
  });
  keepToken(client.rest);
  dropUnreadable(client, log);
  logConnection(client, log);
  client.rest.on('rateLimited', ({ route, method, retryAfter, scope, global }) => {
    log('info', 'Discord asks to wait', { route, method, retryAfterMs: retryAfter, scope, global });
  });
  client.rest.on('invalidRequestWarning', ({ count }) => {
    log('error', 'Discord refuses many requests', { count });
  });
  return client;
}

/** discord.js forgets its token at the first 401, and then sends nothing until a new start; one may come of an outage. */
function keepToken(rest: REST): void {
  const setToken = rest.setToken.bind(rest);
  let kept = '';
  rest.setToken = (token: string | null) => {
    kept = token ?? kept;
    return setToken(kept);
  };
}

/** What discord.js can't read, however it is formed, costs one line in the log: it would reject where nobody listens. */
function dropUnreadable(client: Client, log: DiscordLog): void {
  // Every event of the gateway passes here, also those that waited for the bot to be ready.
  const gateway = client.ws as unknown as { handlePacket(packet?: { t?: string }, shard?: unknown): boolean };
  const handle = gateway.handlePacket.bind(gateway);
  gateway.handlePacket = (packet, shard) => {
    try {
      return handle(packet, shard);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      log('warn', 'an event of Discord could not be read and is dropped', { event: packet?.t, name, detail: message });
      return false;
    }
  };
}

/** Says what becomes of the connection. discord.js takes up a session again by itself. */
function logConnection(client: Client, log: DiscordLog): void {
  client.on(Events.ShardReady, (shard) => log('info', 'connected to Discord', { shard }));
  client.on(Events.ShardResume, (shard, replayed) =>
    log('info', 'took up the Discord session again', { shard, replayed }),
  );
  client.on(Events.ShardReconnecting, (shard) =>
    log('warn', 'lost the connection to Discord, reconnecting', { shard }),
  );
  client.on(Events.ShardError, ({ name, message }, shard) =>
    log('warn', 'the connection to Discord has a fault', { shard, name, detail: message }),
  );
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log('error', 'Discord ended the connection for good', { shard, code }),
  );
  client.on(Events.Error, (error) => log('error', 'the Discord client reports a fault', { err: error }));
  client.on(Events.Warn, (detail) => log('warn', 'the Discord client warns', { detail }));
}
