import { startPlayground } from './start-playground.ts';

/** `npm run demo:teams`: Samaritan in a simulated Teams, with a simulated cloud behind it. Ctrl-C stops it. */
const PORT = 56150;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

say('Starting a simulated Microsoft cloud, Samaritan, and Microsoft’s Agents Playground as the Teams client …');
const playground = await startPlayground({ port: PORT, boundChannels: ['teams:channel:channel-announcements-id'] });
say(`
Open ${playground.url} and write: testtokens
In the channel mention it first: @Samaritan testtokens. help shows what else there is.
The playground is Microsoft’s pre-release tool, for evaluation only, and listens on every interface of this machine.
Ctrl-C stops everything.`);
await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve()));
say('Stopping …');
await playground.close();
