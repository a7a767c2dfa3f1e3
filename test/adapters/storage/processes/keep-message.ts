import { cron } from '../../../../src/adapters/cron/create-cron.ts';
// Keeps a message of the run RUN in the database FILE and never ends by itself.
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { createTestClock } from '../results.ts';

const [file = '', runId = ''] = process.argv.slice(2);
const storage = await openStorage({ file, clock: createTestClock(), cron });
const address = `address of ${runId}`;
await storage.messages.keep({
  runId,
  platform: 'discord',
  asked: {
    person: { platform: 'discord', id: '7', roles: ['8'], name: 'Alex' },
    place: { platform: 'discord', kind: 'channel', workspaceId: '90000000000000001', channelId: '9' },
    audience: 'public',
  },
  address,
  again: 's1~again~default',
  title: 'Sweep',
  startedAt: 1000,
});
console.log('kept');
process.stdin.resume();
