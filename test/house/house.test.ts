import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawHouse } from '../../.ci/draw-house.ts';
import { ADAPTERS, ROOMS } from '../../.ci/house.ts';

const exists = (path: string): boolean => existsSync(new URL(`../../${path}`, import.meta.url));
const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md');

  it('draws the house as it is; npm run docs draws it anew', () => {
    expect(page).toBe(drawHouse(page));
  });

  it('names only files and folders that exist', () => {
    const named = [...page.matchAll(/`((?:src|simulators|docs|test|\.ci)\/[\w./-]+)`/g)].map(([, path]) =>
      String(path),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !exists(path))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('names only files and folders that exist', () => {
    const named = [
      ...read('CONTRIBUTING.md').matchAll(/`((?:src|simulators|docs|test|bench|manifest|\.ci)\/[\w./-]+)`/g),
    ];
    expect(named.length).toBeGreaterThan(60);
    expect(named.flatMap(([, path]) => (exists(String(path)) ? [] : [path]))).toEqual([]);
  });
});

describe('vitest.config.ts', () => {
  it('runs the tests of every store on the other engines too', () => {
    const [, section = ''] = /const ON_ENGINES = \[(.*?)\];/s.exec(read('vitest.config.ts')) ?? [];
    const named = section.split(/[^\w/-]+/);
    const stores = globSync('test/adapters/storage/*/*-store.test.ts', { cwd: new URL('../../', import.meta.url) });
    expect(stores.length).toBeGreaterThan(8);
    for (const store of stores) {
      const [folder = '', file = ''] = store.split('/').slice(3);
      expect(named.includes(folder) || named.includes(`${folder}/${file.replace('.test.ts', '')}`), store).toBe(true);
    }
  });
});

describe('.ci/house.ts', () => {
  it('names only rooms, folders and adapters that exist', () => {
    const named = [
      ...ROOMS.flatMap(({ name, folders }) => ['.', ...folders].map((folder) => `src/core/${name}/${folder}`)),
      ...ADAPTERS.map(({ name }) => `src/adapters/${name}`),
    ];
    expect(named.filter((path) => !exists(path))).toEqual([]);
  });
});

describe('the first file of a room', () => {
  it.each(ROOMS)('$name: says what it is, gives and must not know, and names its folders', ({ name, is, folders }) => {
    const text = read(`src/core/${name}/README.md`);
    expect(text).toContain(is);
    for (const part of ['Gives:', 'Must not know:', ...folders.map((folder) => `\`${folder}\``)]) {
      expect(text).toContain(part);
    }
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(20);
  });
});
