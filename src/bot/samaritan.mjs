#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node, which cannot read TypeScript, has to get as far as the sentence below.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Samaritan needs Node 24 or newer and this is Node ${process.versions.node}. Inside the repository "npm run samaritan -- <command>" brings the right one.\n`,
  );
  process.exit(2);
}

const { enableCompileCache } = await import('node:module');
// Keeps compiled code between starts: half of a start is compiling.
enableCompileCache?.();
const { resolveQuickly } = await import('./resolve-quickly.ts');
resolveQuickly();
const { main } = await import('./main.ts');
const { processIo } = await import('./process-io.ts');
const { catchTheRest } = await import('./report-internal-error.ts');
const io = processIo();
catchTheRest(io);
process.exitCode = await main(io);
