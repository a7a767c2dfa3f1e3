import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseOutput as choose, writeOutput, writePieces } from '../../../src/bot/terminal/output.ts';

const REPORTS = { arguments: [{ name: 'format', help: '', kind: 'choice' }] } as const;
const PICTURES = { arguments: [{ name: 'output', help: '', kind: 'text', endings: ['.png'] }] } as const;
const chooseOutput = (values: Record<string, unknown>) => choose(values, REPORTS);

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
    ['a', 'text'],
  ])('writes %s as %s', (name, format) => {
    expect(chooseOutput({ output: at(name) })).toEqual({ ok: true, format, file: at(name) });
  });

  it('refuses an ending that it writes nothing for, and names those there are', () => {
    expect(chooseOutput({ output: at('r.pdf') })).toEqual({
      ok: false,
      problem:
        'Nothing here is written as “.pdf”. Let the file given with --output end with .json, .csv, .html, .htm, .xml, .txt, or give --format.',
    });
    expect(existsSync(at('r.pdf'))).toBe(false);
    expect(chooseOutput({ output: at('r.pdf'), format: 'csv' })).toMatchObject({ ok: true, format: 'csv' });
    expect(choose({ output: at('r.gif') }, PICTURES)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/end with \.png\.$/),
    });
    expect(choose({ output: at('r.png') }, PICTURES)).toMatchObject({ ok: true, file: at('r.png') });
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

  it('says of a disk that is full by then that what is there is not whole', () => {
    expect(writeOutput('/dev/full', ['a ', 'report'])).toMatch(
      /cannot be written \(ENOSPC\)\. What is in it is not whole/,
    );
  });

  it('makes a file that only its owner reads, whether it is tried or written', () => {
    chooseOutput({ output: at('own.json') });
    writeOutput(at('own.html'), ['<p>']);
    const modes = ['own.json', 'own.html'].map((name) => statSync(at(name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  it('leaves an earlier report alone until the new one is written', () => {
    writeFileSync(at('old.json'), 'earlier');
    expect(chooseOutput({ output: at('old.json') }).ok).toBe(true);
    expect(readFileSync(at('old.json'), 'utf8')).toBe('earlier');
    writeOutput(at('old.json'), ['new']);
    expect(readFileSync(at('old.json'), 'utf8')).toBe('new');
  });
});

describe('writePieces', () => {
  /** Pieces that count how many of them were asked for. */
  function countedPieces(): { asked: () => number; pieces: Iterable<string> } {
    let asked = 0;
    const pieces = function* (): Generator<string> {
      for (; asked < 3; ) yield `piece ${asked++}`;
    };
    return { asked: () => asked, pieces: pieces() };
  }

  it('asks for the next piece once the one before is read', async () => {
    const { asked, pieces } = countedPieces();
    const read: [text: string, asked: number][] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, done) => {
        setImmediate(() => {
          read.push([String(chunk), asked()]);
          done();
        });
      },
    });
    await writePieces(slow, pieces);
    expect(read).toEqual([
      ['piece 0', 1],
      ['piece 1', 2],
      ['piece 2', 3],
    ]);
  });

  it('ends where nobody reads any more', async () => {
    const { asked, pieces } = countedPieces();
    const gone = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    gone.on('error', () => {});
    await writePieces(gone, pieces);
    expect(asked()).toBe(2);
    await writePieces(gone, countedPieces().pieces);
  });
});
