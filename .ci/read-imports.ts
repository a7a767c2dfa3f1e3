import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import packageJson from '../package.json' with { type: 'json' };
import { READ, ROOMS } from './house.ts';
import { houseRules } from './rules.ts';

const OPTIONS: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  tsConfig: { fileName: 'tsconfig.json' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
};

export interface Reading {
  breaches: IViolation[];
  /** Sentences on what was not read, or stands in no room. A checker that reads nothing finds nothing wrong. */
  gaps: string[];
  files: number;
  imports: number;
}

/** Reads every import below `baseDir` and judges it by the rules of the house. */
export async function readImports(baseDir: string, folders: readonly string[] = READ): Promise<Reading> {
  const forbidden = houseRules(Object.keys(packageJson.devDependencies));
  const { output } = await cruise(
    [...folders],
    {
      ...OPTIONS,
      baseDir: resolve(baseDir),
      validate: true,
      ruleSet: { forbidden },
    },
    undefined,
    { tsConfig: extractTSConfig('tsconfig.json') },
  );
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const onDisk = folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,mjs}`, { cwd: baseDir }))
    .map((file) => file.replaceAll('\\', '/'));
  const inRoom = (file: string): boolean => {
    const [, , name, folder = '', inside] = file.split('/');
    const room = ROOMS.find((one) => one.name === name);
    return room !== undefined && (inside === undefined || room.folders.includes(folder));
  };
  return {
    breaches: summary.violations,
    gaps: [
      ...onDisk.filter((file) => !seen.has(file)).map((file) => `not read: ${file}`),
      ...onDisk
        .filter((file) => file.startsWith('src/core/') && !inRoom(file))
        .map((file) => `in no room that .ci/house.ts names: ${file}`),
      ...modules
        .filter((module) => module.couldNotResolve)
        .map((module) => `an import that resolves to nothing: ${module.source}`),
      ...(onDisk.length === 0 ? ['no source files at all were found'] : []),
    ],
    files: onDisk.length,
    imports: summary.totalDependenciesCruised ?? 0,
  };
}
