import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseOutput, writeOutput } from '../../../src/bot/commands/output.ts';

describe('chooseOutput', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'output-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints text, JSON or what was asked for', () => {
    expect(chooseOutput({})).toEqual({ ok: true, format: 'text' });
    expect(chooseOutput({ json: true })).toEqual({ ok: true, format: 'json' });
    expect(chooseOutput({ json: true, format: 'json' })).toEqual({ ok: true, format: 'json' });
    expect(chooseOutput({ format: 'junit' })).toEqual({ ok: true, format: 'junit' });
  });

  it.each([
    ['a.json', 'json'],
    ['a.csv', 'csv'],
    ['a.html', 'html'],
    ['a.HTM', 'html'],
    ['a.xml', 'junit'],
    ['a.txt', 'text'],
    ['a.odd', 'text'],
    ['a', 'text'],
  ])('writes %s as %s', (name, format) => {
    expect(chooseOutput({ output: at(name) })).toEqual({ ok: true, format, file: at(name) });
  });

  it('lets what was asked for win over the file’s ending', () => {
    expect(chooseOutput({ output: at('a.html'), format: 'csv' })).toMatchObject({ format: 'csv' });
    expect(chooseOutput({ output: at('a.html'), json: true })).toMatchObject({ format: 'json' });
  });

  it('refuses what contradicts itself', () => {
    expect(chooseOutput({ json: true, format: 'html' })).toEqual({
      ok: false,
      problem: '--json and --format html contradict each other. Give one of the two.',
    });
  });

  it('says before the run that a file cannot be written', () => {
    for (const file of [join(folder, 'missing', 'a.json'), folder])
      expect(chooseOutput({ output: file })).toEqual({
        ok: false,
        problem: expect.stringMatching(/given with --output cannot be written \(E[A-Z]+\)/),
      });
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it('leaves an earlier report alone until the new one is written', () => {
    writeFileSync(at('old.json'), 'earlier');
    expect(chooseOutput({ output: at('old.json') }).ok).toBe(true);
    expect(readFileSync(at('old.json'), 'utf8')).toBe('earlier');
    writeOutput(at('old.json'), 'new');
    expect(readFileSync(at('old.json'), 'utf8')).toBe('new');
  });
});
