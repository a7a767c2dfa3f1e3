import { enableCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';
import type { CloudThreadSettings } from './cloud-messages.ts';

// Of its own for each thread, and before what takes half of a start to compile is loaded.
const { compileCache } = workerData as CloudThreadSettings;
if (compileCache !== undefined) enableCompileCache(compileCache);
await import('./serve-clouds.ts');
