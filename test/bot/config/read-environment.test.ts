import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/bot/config/read-environment.ts';

describe('readEnvironment', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'));
    file = join(folder, '.env');
    writeFileSync(file, '# comment\nA=from file\nB="quoted # not a comment"\nC=\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds what the file says, while the environment wins', () => {
    expect(readEnvironment({ A: 'from environment', D: 'd' }, file)).toEqual({
      A: 'from environment',
      B: 'quoted # not a comment',
      C: '',
      D: 'd',
    });
  });

  it('takes an empty variable for unset', () => {
    expect(readEnvironment({ A: '', B: undefined }, file)).toMatchObject({
      A: 'from file',
      B: 'quoted # not a comment',
    });
  });

  it('needs no file, and takes a folder for none', () => {
    expect(readEnvironment({ A: 'a' }, join(folder, 'missing'))).toEqual({ A: 'a' });
    expect(readEnvironment({ A: 'a' }, folder)).toEqual({ A: 'a' });
  });

  it('changes neither its argument nor the process', () => {
    const before = { A: 'a' };
    readEnvironment(before, file);
    expect(before).toEqual({ A: 'a' });
    expect(process.env.B).toBeUndefined();
  });
});
