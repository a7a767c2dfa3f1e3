import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findExposedFile } from '../../../src/bot/config/read-environment.ts';
import { withSecretFiles } from '../../../src/bot/config/with-secret-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string, mode = 0o600): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe('withSecretFiles', () => {
  it('reads a secret from the file that its variable names, without the line break an editor adds', () => {
    const env = { SAM_REFRESH_TOKEN_FILE: write('token', 'one line\r\n'), SAM_TENANT_ID: 'x' };
    expect(withSecretFiles(env)).toEqual({ env: { ...env, SAM_REFRESH_TOKEN: 'one line' }, faults: [], warnings: [] });
  });

  it('leaves the environment alone where no file is named', () => {
    const env = { SAM_REFRESH_TOKEN: 'x', DISCORD_TOKEN_FILE: ' ' };
    expect(withSecretFiles(env)).toEqual({ env, faults: [], warnings: [] });
  });

  it.each<[string, () => string, string]>([
    ['is not there', () => join(folder, 'missing'), 'cannot be read (ENOENT)'],
    ['is empty', () => write('empty', '\n'), 'is empty'],
    ['is no secret', () => write('large', 'x'.repeat(65 * 1024)), 'is too large'],
    ['is a folder', () => folder, 'is no file'],
  ])('names the setting and the file that %s', (_what, make, problem) => {
    const file = make();
    const { faults, env } = withSecretFiles({ DISCORD_TOKEN_FILE: file });
    expect(faults).toEqual([
      expect.stringMatching(/^DISCORD_TOKEN_FILE names .*Name a file that holds the secret alone/),
    ]);
    expect(faults[0]).toContain(`${file}, which ${problem}`);
    expect(env.DISCORD_TOKEN).toBeUndefined();
  });

  it('refuses a secret and a file for it together, and shows neither', () => {
    const { faults } = withSecretFiles({ DISCORD_TOKEN: 'abc', DISCORD_TOKEN_FILE: write('both', 'def') });
    expect(faults).toEqual(['DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set. Remove one of them.']);
  });

  it.skipIf(process.platform === 'win32')('warns of a file that other users can read', () => {
    const file = write('open', 'x', 0o644);
    expect(withSecretFiles({ DISCORD_TOKEN_FILE: file }).warnings).toEqual([
      `DISCORD_TOKEN_FILE: other users can read ${file}. Run: chmod 600 ${file}`,
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('findExposedFile', () => {
  it('warns of a file with a secret that other users can read, and of nothing else', () => {
    const exposed = write('.env', 'SAMARITAN_PORT=1\nSAM_REFRESH_TOKEN=x\n', 0o644);
    expect(findExposedFile(exposed)).toEqual([
      `Other users can read ${exposed}, which holds SAM_REFRESH_TOKEN. Run: chmod 600 ${exposed}`,
    ]);
    chmodSync(exposed, 0o640);
    expect(findExposedFile(exposed)).toEqual([]);
    expect(findExposedFile(write('harmless', 'SAMARITAN_PORT=1\n', 0o644))).toEqual([]);
    expect(findExposedFile(write('file', 'SAMARITAN_DATABASE=data/a.db\n', 0o644))).toEqual([]);
    const server = write('server', 'SAMARITAN_DATABASE=postgres://sam:hush@db/x\n', 0o644);
    expect(findExposedFile(server)).toEqual([expect.stringContaining('which holds SAMARITAN_DATABASE.')]);
    expect(findExposedFile(join(folder, 'missing'))).toEqual([]);
    mkdirSync(join(folder, 'a-folder'));
    expect(findExposedFile(join(folder, 'a-folder'))).toEqual([]);
  });
});
