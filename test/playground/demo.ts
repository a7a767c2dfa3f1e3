import { startPlayground } from './start-playground.ts';

/** `npm run demo:teams`: Samaritan in a simulated Teams, with a simulated cloud behind it. Ctrl-C stops it. */
const PORT = 56150;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const stop = new AbortController();
const stopped = new Promise<'stopped'>((resolve) => stop.signal.addEventListener('abort', () => resolve('stopped')));
// Each time, since a second Ctrl-C must not leave the others behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

say('Starting a simulated Microsoft cloud, Samaritan, and Microsoft’s Agents Playground as the Teams client …');
const playground = await startPlayground({
  port: PORT,
  boundChannels: ['teams:channel:channel-announcements-id'],
  signal: stop.signal,
}).catch((error: unknown) => {
  if (!stop.signal.aborted) throw error;
  say('Stopped before it had started.');
});

if (playground) {
  const { url, failed, close } = playground;
  const elsewhere = url.includes(`:${PORT}/`) ? '' : `Port ${PORT} is taken, so another one was chosen.\n`;
  say(`
${elsewhere}Open ${url} and choose Personal Chat. Then write: testtokens
Nine of forty made-up customers fail. Click How to fix, and help shows what else there is.
In a channel mention it first: @Samaritan testtokens. Announcements shows results to everybody; General and the
group chat don’t, so there the answer comes to your Personal Chat. Saving files needs the real Teams.

The playground is Microsoft’s pre-release tool, for evaluation only, and listens on every interface of this machine.
Ctrl-C stops everything.`);
  const ended = await Promise.race([failed, stopped]);
  say(ended === 'stopped' ? '\nStopping …' : `\n${ended} ended by itself, so everything is stopped.`);
  if (ended !== 'stopped') process.exitCode = 1;
  await close();
  say('Everything has ended.');
}
