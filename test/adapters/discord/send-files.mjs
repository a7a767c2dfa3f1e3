// Posts files to ORIGIN with discord.js, in a process that has loaded our HTTP client before; a second time to CUTTING, over and
// over, which cuts each connection while it is being written to.
import '../../../src/adapters/http/http-client.ts';

const { createRest } = await import('../../../src/adapters/discord/create-rest.ts');
const { Secret } = await import('../../../src/core/model/text/secret.ts');
const rest = createRest(new Secret('token'), process.argv[2]);
const files = [{ name: 'report.csv', data: Buffer.from('a,b') }];
await rest.post('/channels/1/messages', { body: { content: 'here' }, files });

const [, , , cutting] = process.argv;
const cut = createRest(new Secret('token'), cutting);
const many = [1, 2, 3].map((number) => ({ name: `${number}.csv`, data: Buffer.alloc(300_000, 'x') }));
const send = (channel) => cut.post(`/channels/${channel}/messages`, { body: {}, files: many });
for (let round = 0; round < 3; round += 1) {
  const sent = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => send(`130000000000000${round}${index}`)),
  );
  if (sent.some(({ status }) => status === 'fulfilled')) throw new Error('a connection was not cut');
}
