import { Client, GatewayIntentBits, type Interaction } from 'discord.js';

/** A plain discord.js client, logged in to a stand-in; what it answers is the test's. */
export async function startDemoBot(
  origin: string,
  answer: (interaction: Interaction) => unknown,
  token = 'demo-token',
): Promise<{ readonly client: Client<true>; readonly faults: unknown[]; stop(): Promise<void> }> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: { api: origin },
  });
  const faults: unknown[] = [];
  client.on('interactionCreate', async (interaction) => {
    try {
      await answer(interaction);
    } catch (fault) {
      faults.push(fault);
    }
  });
  client.on('error', (fault) => faults.push(fault));
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(token);
  await ready;
  if (!client.isReady()) throw new Error('the client is not ready after its own event');
  return { client, faults, stop: () => client.destroy() };
}
