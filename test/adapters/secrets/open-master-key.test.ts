import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from '../../../src/adapters/secrets/create-secret-box.ts';
import { openMasterKey } from '../../../src/adapters/secrets/open-master-key.ts';
import { openSecretBox } from '../../../src/adapters/secrets/open-secret-box.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { startProgram } from '../../processes/start-program.ts';

const OPEN = new URL('./processes/open-key.ts', import.meta.url);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  path = join(folder, 'new', 'samaritan', 'master.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (secretsStored: boolean, file = path) =>
  openMasterKey({ source: { kind: 'file', path: file }, secretsStored });
const openValue = (value: string) =>
  openMasterKey({ source: { kind: 'value', key: new Secret(value) }, secretsStored: true });
const modeOf = (file: string) => statSync(file).mode & 0o777;
const write = (text: string, mode = 0o600) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
};

describe('openMasterKey', () => {
  it('makes a file for its user alone while nothing is stored, and finds the same key in it later', async () => {
    const made = await open(false);
    expect(made.symmetricKeySize).toBe(32);
    expect(modeOf(path)).toBe(0o600);
    expect(modeOf(dirname(path))).toBe(0o700);
    expect(modeOf(dirname(dirname(path)))).toBe(0o700);
    expect(readdirSync(dirname(path))).toEqual(['master.key']);
    for (const stored of [true, false]) expect((await open(stored)).equals(made)).toBe(true);
  });

  it('makes another key each time', async () => {
    expect((await open(false)).equals(await open(false, join(folder, 'other')))).toBe(false);
  });

  it('leaves the mode of a folder that is there', async () => {
    mkdirSync(dirname(path), { recursive: true });
    chmodSync(dirname(path), 0o755);
    await open(false);
    expect(modeOf(dirname(path))).toBe(0o755);
    expect(modeOf(path)).toBe(0o600);
  });

  it('makes none once something is stored', async () => {
    await expect(open(true)).rejects.toMatchObject({ name: 'SecretsError', code: 'key-missing' });
    await expect(open(true)).rejects.toThrow(path);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reads a value or a file in hex and in both alphabets of base64', async () => {
    const bytes = Buffer.concat([Buffer.from([0xfb, 0xff, 0xfe]), randomBytes(29)]);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const text = bytes.toString(encoding);
      expect((await openValue(text)).export()).toEqual(bytes);
      write(`${text}\n`);
      expect((await open(true)).export()).toEqual(bytes);
    }
  });

  it.each([
    '',
    '\n',
    'hush',
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64'),
    randomBytes(31).toString('hex'),
    `${randomBytes(32).toString('hex')}\n${randomBytes(32).toString('hex')}`,
    `${randomBytes(32).toString('base64')}${' '.repeat(5000)}`,
  ])('refuses what is no key, neither showing nor replacing it', async (text) => {
    write(text);
    for (const stored of [true, false]) {
      const error = await open(stored).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'SecretsError', code: 'key-malformed' });
      if (text.trim()) expect(inspect(error)).not.toContain(text.trim());
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('refuses a value that is no key, and names the setting', async () => {
    const error = await openValue('hush').catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'key-malformed',
      message: expect.stringMatching(/^SAMARITAN_MASTER_KEY holds/),
    });
    expect(inspect(error)).not.toContain('hush');
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644])('refuses a file of mode %o', async (mode) => {
    write(randomBytes(32).toString('base64'), mode);
    for (const stored of [true, false])
      await expect(open(stored)).rejects.toMatchObject({
        code: 'key-exposed',
        message: expect.stringContaining(`(mode ${mode.toString(8)}). Run: chmod 600`),
      });
    chmodSync(path, 0o400);
    await open(true);
  });

  it('refuses a folder, and a path that leads through a file', async () => {
    mkdirSync(path, { recursive: true });
    await expect(open(false)).rejects.toMatchObject({ code: 'key-unreadable' });
    writeFileSync(join(folder, 'file'), '');
    await expect(open(false, join(folder, 'file', 'key'))).rejects.toMatchObject({ code: 'key-unreadable' });
  });

  it.runIf(process.platform === 'linux')('says that it cannot make a file where none can be', async () => {
    await expect(open(false, '/proc/samaritan/master.key')).rejects.toMatchObject({ code: 'key-not-made' });
  });

  it('makes none through a link that leads nowhere, and leaves nothing behind', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    await expect(open(false, join(folder, 'link'))).rejects.toMatchObject({ code: 'key-not-made' });
    expect(readdirSync(folder)).toEqual(['link']);
  });

  it('gives everybody the key of the one who made it first', async () => {
    for (let round = 0; round < 30; round++) {
      const file = join(folder, String(round), 'key');
      const [first, ...others] = await Promise.all(Array.from({ length: 6 }, () => open(false, file)));
      for (const other of others) expect(first?.equals(other)).toBe(true);
      expect(readdirSync(dirname(file))).toEqual(['key']);
    }
  });

  it('gives several processes that begin together one key', async () => {
    const processes = Array.from({ length: 4 }, () => startProgram([OPEN, path], { input: null }));
    await Promise.all(processes.map((process) => process.says('ready')));
    for (const process of processes) process.say('go');
    expect(await Promise.all(processes.map((process) => process.ended))).toEqual([0, 0, 0, 0]);
    const check = createSecretBox(await open(true)).keyCheck();
    await Promise.all(processes.map((process) => process.says(check)));
    expect(readdirSync(dirname(path))).toEqual(['master.key']);
  });
});

describe('openSecretBox', () => {
  it('opens under the key that secrets are stored under, and refuses another', async () => {
    const source = { kind: 'file', path } as const;
    const box = await openSecretBox({ source, secretsStored: false, storedKeyCheck: undefined });
    const sealed = box.seal(new Secret('hush'), 'a');
    const again = await openSecretBox({ source, secretsStored: true, storedKeyCheck: box.keyCheck() });
    expect(again.open(sealed, 'a').reveal()).toBe('hush');

    const other = { kind: 'value', key: new Secret(randomBytes(32).toString('hex')) } as const;
    for (const storedKeyCheck of [box.keyCheck(), undefined, ''])
      await expect(openSecretBox({ source: other, secretsStored: true, storedKeyCheck })).rejects.toMatchObject({
        code: 'wrong-key',
        message: expect.stringMatching(/^The master key in SAMARITAN_MASTER_KEY is not the one/),
      });
  });

  it('takes a new key where nothing is stored any more', async () => {
    const source = { kind: 'file', path } as const;
    const box = await openSecretBox({ source, secretsStored: false, storedKeyCheck: 'k1.of-a-lost-key' });
    expect(box.matches('k1.of-a-lost-key')).toBe(false);
  });
});
