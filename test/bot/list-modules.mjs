// Loaded with --import: writes the address of every module that is loaded to standard error at the end.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
process.on('exit', () => writeSync(2, `\nMODULES ${JSON.stringify([...loaded])}\n`));
