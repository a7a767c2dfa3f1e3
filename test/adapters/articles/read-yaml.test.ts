import { hash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readYaml } from '../../../src/adapters/articles/read-yaml.ts';

const TEXT = `of: this test\nat: ${process.pid}\non: 2026-11-02\nrows: [one, 2, null]\n`;
const SAYS = { of: 'this test', at: process.pid, on: expect.stringContaining('2026-11-02'), rows: ['one', 2, null] };
const CHANGED = `${TEXT}\n`;
const BROKEN = `${TEXT}rows: [`;
const placeOf = (text: string): string => join(getCompileCacheDir() ?? '', `yaml-${hash('sha256', text)}.json`);
const kept = placeOf(TEXT);

afterEach(() => {
  for (const text of [TEXT, CHANGED]) rmSync(placeOf(text), { force: true });
});

it('reads a text the same, whether it was read before or not', () => {
  expect(existsSync(kept)).toBe(false);
  const first = readYaml(TEXT);
  expect(first).toEqual(SAYS);
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(SAYS);
  expect(readYaml(TEXT)).toEqual(first);
});

it('parses no text twice, and a changed one anew', () => {
  readYaml(TEXT);
  writeFileSync(kept, '"kept"');
  expect(readYaml(TEXT)).toBe('kept');
  expect(readYaml(CHANGED)).toEqual(SAYS);
});

it('parses once more what a machine that died has cut off', () => {
  readYaml(TEXT);
  writeFileSync(kept, '{"of": "thi');
  expect(readYaml(TEXT)).toEqual(SAYS);
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(SAYS);
});

it('keeps nothing of what is no YAML', () => {
  expect(() => readYaml(BROKEN)).toThrow(expect.objectContaining({ name: 'YAMLException' }));
  expect(existsSync(placeOf(BROKEN))).toBe(false);
});
