import { readdirSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { getPriority } from 'node:os';
import { serveProcess } from '../../../../src/bot/workers/serve-process.ts';
import { formatMoment } from '../../../../src/core/model/time/format-moment.ts';

/** Does what its first part says: gives the rest back as JSON, throws, ends, hangs, or fills its memory. */
serveProcess(async ([order, ...rest]) => {
  if (order === 'throw') throw new Error('as it was told');
  if (order === 'exit') process.exit(1);
  if (order === 'hang') for (;;);
  if (order === 'fill') {
    const all: unknown[] = [];
    for (;;) all.push(new Array(10_000).fill(order));
  }
  if (order === 'priority') rest.push(...new Set(threads().map((thread) => getPriority(thread))));
  if (order === 'moment') rest.push(formatMoment(0));
  if (order === 'process') rest.push(process.pid);
  if (order === 'compiled') rest.push(getCompileCacheDir());
  const environment = order === 'environment' ? Object.entries(process.env).map((one) => JSON.stringify(one)) : [];
  return new TextEncoder().encode(JSON.stringify([...rest, ...environment]));
});

/** V8's helpers are among them. */
function threads(): number[] {
  return readdirSync('/proc/self/task').map(Number);
}
