// Posts a file to ORIGIN with discord.js, in a process that has loaded our HTTP client before.
import '../../../src/adapters/http/http-client.ts';

const { createRest } = await import('../../../src/adapters/discord/create-rest.ts');
const { Secret } = await import('../../../src/core/model/text/secret.ts');
const rest = createRest(new Secret('token'), process.argv[2]);
const files = [{ name: 'report.csv', data: Buffer.from('a,b') }];
await rest.post('/channels/1/messages', { body: { content: 'here' }, files });
