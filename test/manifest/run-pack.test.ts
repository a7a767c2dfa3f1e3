import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPackage, createPackage } from '../../manifest/create-package.ts';
import { drawIcons } from '../../manifest/draw-icons.ts';
import { runPack } from '../../manifest/run-pack.ts';
import { finished } from '../processes/run-samaritan.ts';
import { startProgram } from '../processes/start-program.ts';
import { LEAST, manifestOf } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samaritan-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function pack(argv: string[] = [], env: Record<string, string> = LEAST, template?: string) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const output = join(folder, 'out', 'app.zip');
  const code = runPack({
    argv: argv.length > 0 ? argv : ['--output', output],
    env,
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    ...(template === undefined ? {} : { template: pathToFileURL(template) }),
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join(''), output };
}

describe('runPack', () => {
  it('writes a package with the manifest and both icons at its root, and nothing else', () => {
    const { code, stdout, stderr, output } = pack();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${output} is ready`);
    const files = unzipSync(readFileSync(output));
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(manifestOf());
    expect(files['color.png']).toEqual(drawIcons().color);
    expect(files['outline.png']).toEqual(drawIcons().outline);
    expect(readdirSync(join(folder, 'out'))).toEqual(['app.zip']);
  });

  it('writes nothing when a value is missing, and keeps an older package', () => {
    const { output } = pack();
    const before = readFileSync(output);
    const { code, stdout, stderr } = pack([], { ...LEAST, MICROSOFT_APP_ID: '' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^The Teams app was not packed:\n- MICROSOFT_APP_ID is missing\. /);
    expect(readFileSync(output)).toEqual(before);
  });

  it('writes nothing when the template is broken, and says where', () => {
    const template = join(folder, 'template.json');
    writeFileSync(template, '{ "manifestVersion": ');
    expect(pack([], LEAST, template)).toMatchObject({ code: 2, stderr: expect.stringContaining('is no JSON') });
    writeFileSync(template, JSON.stringify({ ...(manifestOf() as object), accentColor: 'teal' }));
    const { code, stderr } = pack([], LEAST, template);
    expect(code).toBe(2);
    expect(stderr).toContain('- manifest/manifest.template.json, /accentColor: must match pattern');
    expect(readdirSync(folder)).toEqual(['template.json']);
  });

  it('names a file that it cannot write, and leaves nothing half done', () => {
    mkdirSync(join(folder, 'out', 'app.zip', 'full'), { recursive: true });
    const { code, stderr, output } = pack();
    expect(code).toBe(2);
    expect(stderr).toContain(`${output} could not be written (`);
    expect(stderr).toContain('Name another file with --output.');
    expect(readdirSync(join(folder, 'out'))).toEqual(['app.zip']);
  });

  it.each([[['--outptu', 'x.zip']], [['x.zip']], [['--output', '']], [['--output', 'dist/']]])(
    'refuses the arguments %j with the usage',
    (argv) => {
      expect(pack(argv)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('Usage: npm run manifest'),
      });
    },
  );

  it('explains itself', () => {
    expect(pack(['--help'], {})).toMatchObject({ code: 0, stdout: expect.stringContaining('--output FILE') });
  });
});

describe('npm run manifest', () => {
  const PACK = new URL('../../manifest/pack.ts', import.meta.url);
  const run = (env: Record<string, string>, ...argv: string[]) =>
    finished(startProgram([PACK, ...argv], { cwd: folder, env }));

  it('takes its values from .env, and gives equal bytes in any time zone', async () => {
    writeFileSync(
      join(folder, '.env'),
      Object.entries(LEAST)
        .map(([name, value]) => `${name}='${value}'`)
        .join('\n'),
    );
    const [east, west] = await Promise.all([
      run({ TZ: 'Asia/Tokyo' }, '--output', 'east.zip'),
      run({ TZ: 'America/Lima' }, '--output', 'west.zip'),
    ]);
    expect([east.stderr, west.stderr]).toEqual(['', '']);
    expect(readFileSync(join(folder, 'east.zip'))).toEqual(readFileSync(join(folder, 'west.zip')));
  });

  it('exits 2 and names every missing value', async () => {
    const { exitCode, stderr } = await run({});
    expect(exitCode).toBe(2);
    for (const name of Object.keys(LEAST)) expect(stderr).toContain(`- ${name} is missing.`);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('checkPackage', () => {
  const manifest = manifestOf();
  const icons = drawIcons();

  it('finds nothing wrong with what createPackage makes', () => {
    expect(checkPackage(createPackage(manifest, icons), manifest)).toEqual([]);
  });

  it('reports an icon that the manifest asks for and the package lacks', () => {
    const other = { ...(manifest as object), icons: { color: 'brand.png', outline: 'outline.png' } };
    expect(checkPackage(createPackage(other, icons), other)).toEqual([
      'The package holds color.png, manifest.json, outline.png, but its manifest asks for brand.png, manifest.json, outline.png.',
    ]);
  });

  it('reports a manifest that is not the one that was checked', () => {
    expect(checkPackage(createPackage({}, icons), manifest)[0]).toContain('is not the one that was checked');
  });
});
