import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { runCommandLine } from '../processes/run-command-line.ts';
import { temporaryFolder } from '../processes/run-samaritan.ts';

it('what the terminal did is written, forwarded and verified, and a change is found', async () => {
  const cwd = temporaryFolder();
  const env = { SAMARITAN_DATABASE: join(cwd, 'data', 's.db'), SAMARITAN_AUDIT_FORWARD: join(cwd, 'audit.jsonl') };
  const subject = 'discord:user:80351110224678912';
  await runCommandLine(['access', 'grant', subject, 'viewer'], { cwd, env });
  const shown = await runCommandLine(['audit', '--since', '1h', '--json'], { cwd, env });
  expect(JSON.parse(shown.stdout)).toMatchObject({
    schema: 'samaritan.audit/1',
    entries: [{ action: 'command access grant', target: `${subject} viewer` }],
  });
  expect(JSON.parse(readFileSync(env.SAMARITAN_AUDIT_FORWARD, 'utf8').split('\n')[0] ?? '')).toMatchObject({ id: 1 });
  const whole = await runCommandLine(['audit', 'verify'], { cwd, env });
  expect(whole).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('as it was written: 2 rows') });
  const database = new Database(env.SAMARITAN_DATABASE);
  database.exec("update audit_log set target = 'discord:user:90000000000000001 viewer' where id = 1");
  database.close();
  const changed = await runCommandLine(['audit', 'verify'], { cwd, env });
  expect(changed).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Row 1 was changed') });
});
