import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { CloudThreadSettings } from './cloud-messages.ts';

// On Linux a priority is the thread's own: where the processor is short, the chats go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// Of its own for each thread, and before what takes half of a start to compile is loaded.
const { compileCache } = workerData as CloudThreadSettings;
if (compileCache !== undefined) enableCompileCache(compileCache);
await import('./serve-clouds.ts');
