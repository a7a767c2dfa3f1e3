// Loaded with --import: writes to standard error at the end which modules were loaded, and the CPU time that was used.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(2, `\nOBSERVED ${JSON.stringify({ modules: [...loaded], cpuMs: (user + system) / 1000 })}\n`);
});
