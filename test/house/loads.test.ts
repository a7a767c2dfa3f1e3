import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What stands at the top of a module is loaded with it, but types; what a function imports is loaded when that runs. */
const LOADED =
  /^(?:import|export)\s(?!type\s)[^;]*?from '([^']+)'|^import '([^']+)'|^const .*[\w)]\('([^'\s]+)'\) as/gm;

/** The packages that are loaded with a file, or the parts of them that are. */
function packagesOf(file: string): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (url: URL): void => {
    if (seen.has(url.href) || !url.pathname.endsWith('.ts')) return;
    seen.add(url.href);
    for (const [, from, alone, required] of readFileSync(url, 'utf8').matchAll(LOADED)) {
      const name = from ?? alone ?? required ?? '';
      if (name.startsWith('.')) follow(new URL(name, url));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  };
  follow(new URL(`../../src/${file}`, import.meta.url));
  return [...packages].sort();
}

// A package more costs every start of what is named here: 10 ms for a small one, 300 for a chat's.
it.each([
  ['bot/main.ts', 'commander zod'],
  ['bot/terminal/run-command.ts', 'dotenv picocolors zod'],
  ['bot/terminal/answer-online.ts', 'croner dotenv fflate ipaddr.js kysely picocolors ulid zod'],
  ['adapters/microsoft/create-microsoft-cloud.ts', '@azure/msal-node undici/lib/dispatcher/pool.js zod'],
  [
    'bot/commands/start.ts',
    'croner dotenv fastify fflate ipaddr.js kysely pino ulid undici/lib/dispatcher/pool.js zod',
  ],
  ['bot/start/start-discord.ts', 'discord.js undici/lib/dispatcher/pool.js zod'],
  [
    'bot/start/start-teams.ts',
    'botbuilder jose/errors jose/jwt/verify jose/key/import undici/lib/dispatcher/pool.js zod',
  ],
  [
    'bot/workers/cloud-thread.ts',
    '@azure/msal-node @microsoft/microsoft-graph-client undici/lib/dispatcher/pool.js zod',
  ],
  ['bot/workers/explain-process.ts', 'zod'],
  ['bot/workers/report-process.ts', 'zod'],
  ['bot/workers/picture-process.ts', '@resvg/resvg-js'],
  ['adapters/storage/engine/open-sqlite.ts', 'better-sqlite3 kysely zod'],
  ['adapters/storage/engine/log-thread.ts', 'better-sqlite3'],
])('%s loads no package but those that it needs', (file, packages) => {
  expect(packagesOf(file).join(' ')).toBe(packages);
});
