import { readEnvironment } from '../src/bot/config/read-environment.ts';
import { runPack } from './run-pack.ts';

process.exitCode = runPack({
  argv: process.argv.slice(2),
  env: readEnvironment(process.env),
  stdout: process.stdout,
  stderr: process.stderr,
});
