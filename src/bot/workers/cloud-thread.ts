import { parentPort, workerData } from 'node:worker_threads';
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
// Before the first run, and not during it: the thread is there for a while before anybody asks.
import '../../adapters/microsoft/readers.ts';
import type { MicrosoftCloud, OpenCloudOptions } from '../../core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../core/model/tenants/tenant.ts';
import {
  type CloudThreadSettings,
  carry,
  carryAnswer,
  type FromCloudThread,
  type ToCloudThread,
  take,
} from './cloud-messages.ts';
import { createPost } from './create-post.ts';

const port = parentPort;
if (!port) throw new Error('this module only runs as a worker thread');

const post = createPost<FromCloudThread>(
  (messages) => port.postMessage(messages),
  (message, error) => {
    if (!('answer' in message)) return undefined;
    // An error may hold what no thread can copy. Then it is told in words.
    const fault = { kind: 'internal', error: String(error) } as const;
    return { ...message, answer: carry({ ok: false, fault, attempts: 0, durationMs: 0 }) };
  },
);
const clouds = createMicrosoftCloudFactory({
  ...(workerData as CloudThreadSettings),
  onRequest: (sent) => post({ sent }),
});
const open = new Map<number, { cloud: MicrosoftCloud; abort: AbortController }>();

port.on('message', (messages: ToCloudThread[]) => {
  for (const message of messages) handle(message);
});

function handle(message: ToCloudThread): void {
  const { cloud: id } = message;
  if ('open' in message) {
    const abort = new AbortController();
    const { connection, concurrency } = message.open;
    const onHeld: OpenCloudOptions['onHeld'] = (service, forMs) => post({ cloud: id, held: { service, forMs } });
    const cloud = clouds.open({ connection: take(connection), concurrency, signal: abort.signal, onHeld });
    open.set(id, { cloud, abort });
    return;
  }
  const { cloud, abort } = open.get(id) ?? {};
  if (!cloud) return;
  if ('ask' in message) void ask(id, cloud, message);
  else if ('extendDeadline' in message) cloud.extendDeadline(...message.extendDeadline);
  else if ('hold' in message) cloud.hold(message.hold.service, message.hold.forMs);
  else if ('abort' in message) abort?.abort(new Error('interrupted'));
  else {
    open.delete(id);
    void cloud.close().then(() => post({ cloud: id, closed: true }));
  }
}

async function ask(
  id: number,
  cloud: MicrosoftCloud,
  { ask: number, question: carried }: Extract<ToCloudThread, { ask: number }>,
): Promise<void> {
  const question = take(carried);
  const onPage = (page: readonly Tenant[]): void => post({ cloud: id, ask: number, page });
  const answer = await cloud.ask(question.id === 'graph.customers' ? { ...question, onPage } : question);
  post({ cloud: id, ask: number, answer: carryAnswer(question.id, answer), pace: cloud.pace() });
}
