import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSharedNames } from '../../.ci/find-shared-names.ts';
import { type Reading, readImports } from '../../.ci/read-imports.ts';
import { houseRules } from '../../.ci/rules.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** Each rule with a file that breaks it and what that file imports. A name in quotes is a package's. */
const BREACHES: readonly (readonly [rule: string, file: string, to: string])[] = [
  ['room-model', 'src/core/model/text/x.ts', 'src/core/cards/y.ts'],
  ['room-cards', 'src/core/cards/x.ts', 'src/core/guidance/articles/y.ts'],
  ['room-guidance', 'src/core/guidance/explain/x.ts', 'src/core/credentials/y.ts'],
  ['room-credentials', 'src/core/credentials/x.ts', 'src/core/diagnosis/sweep/y.ts'],
  ['room-diagnosis', 'src/core/diagnosis/x.ts', 'src/core/watch/y.ts'],
  ['room-watch', 'src/core/watch/x.ts', 'src/core/chat/y.ts'],
  ['folder-model-text', 'src/core/model/text/x1.ts', 'src/core/model/time/y.ts'],
  ['folder-model-time', 'src/core/model/time/x.ts', 'src/core/model/people/y.ts'],
  ['folder-model-people', 'src/core/model/people/x.ts', 'src/core/model/tenants/y.ts'],
  ['folder-model-tenants', 'src/core/model/tenants/x.ts', 'src/core/model/cloud/y.ts'],
  ['folder-model-cloud', 'src/core/model/cloud/x.ts', 'src/core/model/permissions/y.ts'],
  ['folder-model-permissions', 'src/core/model/permissions/x.ts', 'src/core/model/causes/y.ts'],
  ['folder-model-causes', 'src/core/model/causes/deep/x.ts', 'src/core/model/checks/y.ts'],
  ['folder-model-checks', 'src/core/model/checks/x.ts', 'src/core/model/y.ts'],
  ['folder-guidance-articles', 'src/core/guidance/articles/x.ts', 'src/core/guidance/explain/y.ts'],
  ['folder-guidance-explain', 'src/core/guidance/explain/x1.ts', 'src/core/guidance/walks/y.ts'],
  ['folder-guidance-walks', 'src/core/guidance/walks/x.ts', 'src/core/guidance/y.ts'],
  ['folder-diagnosis-chains', 'src/core/diagnosis/chains/x.ts', 'src/core/diagnosis/expiry/y.ts'],
  ['folder-diagnosis-expiry', 'src/core/diagnosis/expiry/x.ts', 'src/core/diagnosis/policies/y.ts'],
  ['folder-diagnosis-policies', 'src/core/diagnosis/policies/x.ts', 'src/core/diagnosis/app/y.ts'],
  ['folder-diagnosis-app', 'src/core/diagnosis/app/x.ts', 'src/core/diagnosis/proof/y.ts'],
  ['folder-diagnosis-proof', 'src/core/diagnosis/proof/x.ts', 'src/core/diagnosis/doctor/y.ts'],
  ['folder-diagnosis-doctor', 'src/core/diagnosis/doctor/x.ts', 'src/core/diagnosis/report/y.ts'],
  ['folder-diagnosis-report', 'src/core/diagnosis/report/x.ts', 'src/core/diagnosis/sweep/y.ts'],
  ['folder-diagnosis-sweep', 'src/core/diagnosis/sweep/x.ts', 'src/core/diagnosis/permissions/y.ts'],
  ['folder-diagnosis-permissions', 'src/core/diagnosis/permissions/x.ts', 'src/core/diagnosis/support/y.ts'],
  ['folder-diagnosis-support', 'src/core/diagnosis/support/x.ts', 'src/core/diagnosis/y.ts'],
  ['folder-watch-incidents', 'src/core/watch/incidents/x.ts', 'src/core/watch/notifications/cards/y.ts'],
  ['folder-watch-notifications', 'src/core/watch/notifications/x.ts', 'src/core/watch/schedules/y.ts'],
  ['folder-watch-schedules', 'src/core/watch/schedules/x.ts', 'src/core/watch/history/y.ts'],
  ['folder-watch-history', 'src/core/watch/history/x.ts', 'src/core/watch/status/y.ts'],
  ['folder-watch-reports', 'src/core/watch/reports/x.ts', 'src/core/watch/status/y.ts'],
  ['folder-watch-status', 'src/core/watch/status/x.ts', 'src/core/watch/y.ts'],
  ['folder-chat-access', 'src/core/chat/access/x.ts', 'src/core/chat/calls/y.ts'],
  ['folder-chat-calls', 'src/core/chat/calls/x.ts', 'src/core/chat/commands/y.ts'],
  ['folder-chat-commands', 'src/core/chat/commands/x.ts', 'src/core/chat/actions/y.ts'],
  ['folder-chat-actions', 'src/core/chat/actions/x.ts', 'src/core/chat/y.ts'],
  ['core-stands-alone', 'src/core/watch/status/x2.ts', 'src/adapters/storage/y.ts'],
  ['core-uses-few-packages', 'src/core/cards/x3.ts', '"undici"'],
  ['core-has-no-built-ins', 'src/core/cards/x4.ts', '"node:fs"'],
  ['adapters-stand-alone', 'src/adapters/discord/x5.ts', 'src/adapters/teams/y.ts'],
  ['packages-of-http', 'src/adapters/http/x.ts', '"zod"'],
  ['packages-of-microsoft', 'src/adapters/microsoft/x.ts', '"undici"'],
  ['packages-of-discord', 'src/adapters/discord/x.ts', '"botbuilder"'],
  ['packages-of-teams', 'src/adapters/teams/x.ts', '"discord.js"'],
  ['packages-of-terminal', 'src/adapters/terminal/x.ts', '"pino"'],
  ['packages-of-storage', 'src/adapters/storage/x.ts', '"undici"'],
  ['packages-of-azure', 'src/adapters/azure/x.ts', '"undici"'],
  ['packages-of-secrets', 'src/adapters/secrets/x.ts', '"jose"'],
  ['packages-of-reports', 'src/adapters/reports/x.ts', '"zod"'],
  ['packages-of-webhooks', 'src/adapters/webhooks/x.ts', '"zod"'],
  ['packages-of-mail', 'src/adapters/mail/x.ts', '"zod"'],
  ['packages-of-tickets', 'src/adapters/tickets/x.ts', '"undici"'],
  ['packages-of-pictures', 'src/adapters/pictures/x.ts', '"zod"'],
  ['packages-of-articles', 'src/adapters/articles/x.ts', '"undici"'],
  ['packages-of-cron', 'src/adapters/cron/x.ts', '"zod"'],
  ['packages-of-metrics', 'src/adapters/metrics/x.ts', '"pino"'],
  ['packages-of-telemetry', 'src/adapters/telemetry/x.ts', '"zod"'],
  ['nothing-imports-bot', 'src/adapters/cron/x6.ts', 'src/bot/y.ts'],
  ['product-knows-no-test', 'src/bot/x7.ts', 'simulators/microsoft/y.ts'],
  ['product-needs-no-dev-package', 'src/bot/x8.ts', '"ws"'],
  ['simulators-are-witnesses', 'simulators/teams/x9.ts', 'simulators/discord/y.ts'],
  ['tests-are-nobodys-part', 'bench/x10.ts', 'test/y.ts'],
  // The first of the two is told.
  ['no-circles', 'src/bot/circle/one.ts', 'src/bot/circle/two.ts'],
];

const ALLOWED = [
  ['src/core/chat/z.ts', 'src/core/watch/y.ts'],
  ['src/core/cards/z.ts', '"zod"'],
  ['src/adapters/discord/z.ts', 'src/adapters/http/y.ts'],
  ['src/adapters/discord/z1.ts', '"node:fs"'],
  ['src/bot/z.ts', 'src/adapters/discord/y.ts'],
  ['simulators/demo.ts', 'src/bot/y.ts'],
  ['test/z.ts', 'simulators/discord/y.ts'],
] as const;

describe('the rules of the house', () => {
  const root = mkdtempSync(join(tmpdir(), 'house-'));
  let reading: Reading;

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text, { flag: 'a' });
  }

  /** Half of the imports are of types: they count like any other. */
  function writeImport(file: string, to: string, index: number): void {
    const target = to.startsWith('"') ? to : `"${'../'.repeat(file.split('/').length - 1)}${to}"`;
    write(
      file,
      index % 2 === 0 ? `import type { A } from ${target};\nexport type B = A;\n` : `export * from ${target};\n`,
    );
    if (!to.startsWith('"')) write(to, 'export type A = 1;\n');
  }

  beforeAll(async () => {
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    write('package.json', JSON.stringify(packageJson));
    for (const [index, [, file, to]] of BREACHES.entries()) writeImport(file, to, index);
    for (const [index, [file, to]] of ALLOWED.entries()) writeImport(file, to, index);
    writeImport('src/bot/circle/two.ts', 'src/bot/circle/one.ts', 0);
    write('src/core/cellar/x.ts', 'export const a = 1;\n');
    write('src/core/model/attic/x.ts', 'export const b = 1;\n');
    write('src/bot/names/one.ts', 'export const renderLine = 1;\nexport type Word = 1;\n');
    write('src/bot/names/two.ts', 'export const renderLine = 1;\nexport interface Word {}\n');
    write('manifest/x.ts', 'export {};\n');
    reading = await readImports(root);
  });

  afterAll(() => rmSync(root, { recursive: true }));

  it.each(BREACHES)('%s is broken by %s', (rule, file) => {
    const found = reading.breaches.filter((breach) => breach.from === file).map((breach) => breach.rule.name);
    expect(found).toContain(rule);
  });

  it('breaks every rule above, and finds no other breach', () => {
    const names = houseRules(['ws']).map(({ name }) => name);
    expect(BREACHES.map(([rule]) => rule)).toEqual(names);
    const files = new Set(BREACHES.map(([, file]) => file)).add('src/bot/circle/two.ts');
    expect(reading.breaches.filter(({ from }) => !files.has(from))).toEqual([]);
  });

  it('says which file of core stands in no room', () => {
    expect(reading.gaps.toSorted()).toEqual([
      expect.stringContaining('src/core/cellar/x.ts'),
      expect.stringContaining('src/core/model/attic/x.ts'),
    ]);
  });

  it('says that it found nothing to read', async () => {
    mkdirSync(join(root, 'empty'));
    expect((await readImports(root, ['empty'])).gaps).toEqual(['no source files at all were found']);
  });

  it('finds a name that two files export, and one of a platform outside the adapters', () => {
    expect(findSharedNames(root).filter((fault) => !/^[AB] /.test(fault))).toEqual([
      expect.stringMatching(/^renderLine is exported by src\/bot\/names\/one\.ts and src\/bot\/names\/two\.ts/),
      expect.stringMatching(/^Word is exported by src\/bot\/names\/one\.ts and src\/bot\/names\/two\.ts/),
    ]);
  });
});
