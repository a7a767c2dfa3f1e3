import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { resolveQuickly } from '../../src/bot/resolve-quickly.ts';

let folder: string;
let ends: (() => void)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samaritan-resolve-'));
});
afterEach(() => {
  for (const end of ends.reverse()) end();
  ends = [];
});
afterAll(() => rm(folder, { recursive: true }));

/** Loads a module of these files, and gives what it exports and what Node was asked for on the way. */
async function load(files: Record<string, string>): Promise<{ found: unknown; asked: string[] }> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const asked: string[] = [];
  const counting = registerHooks({
    resolve: (specifier, context, next) => {
      if (context.parentURL?.startsWith(pathToFileURL(folder).href)) asked.push(specifier);
      return next(specifier, context);
    },
  });
  ends = [() => counting.deregister(), resolveQuickly()];
  const [entry = ''] = Object.keys(files);
  return { found: (await import(pathToFileURL(join(folder, entry)).href)).default, asked };
}

describe('resolveQuickly', () => {
  it('asks Node for a package once, and for no file that is named whole', async () => {
    const { found, asked } = await load({
      'a.mjs': `import { b } from './b.ts'; import data from './data.json' with { type: 'json' };
        import { sep } from 'node:path'; export default [b, data.c, sep === '/' || sep === '\\\\'];`,
      'b.ts': `import { sep } from 'node:path'; export const b: number = sep.length;`,
      'data.json': '{ "c": 2 }',
    });
    expect(found).toEqual([1, 2, true]);
    expect(asked).toEqual(['node:path']);
  });

  it('leaves to Node what CommonJS requires', async () => {
    const { found, asked } = await load({
      'c.cjs': `module.exports = require('./d.cjs') + 1;`,
      'd.cjs': 'module.exports = 1;',
    });
    expect(found).toBe(2);
    expect(asked).toContain('./d.cjs');
  });

  it('names a file that is missing', async () => {
    await expect(load({ 'e.mjs': `import './missing.ts';` })).rejects.toThrow('missing.ts');
  });
});
