// Holds the layers of .dependency-cruiser.mjs, and fails when the tool did not see every file:
// a checker that reads nothing finds nothing wrong.
import { globSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.mjs';

const { output } = await cruise(
  ['src'],
  { ...config.options, validate: true, ruleSet: { forbidden: config.forbidden } },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
);
const seen = new Set(output.modules.map((module) => module.source));
const onDisk = globSync('src/**/*.{ts,mjs}').map((file) => file.replaceAll('\\', '/'));
const missed = onDisk.filter((file) => !seen.has(file));
const unresolved = output.modules.filter((module) => module.couldNotResolve);

for (const { rule, from, to } of output.summary.violations) {
  const reason = config.forbidden.find((one) => one.name === rule.name)?.comment ?? '';
  console.error(`${rule.name}: ${from} -> ${to}\n  ${reason}`);
}
for (const file of missed) console.error(`not read by the layering check: ${file}`);
for (const module of unresolved) console.error(`import that resolves to nothing: ${module.source}`);
if (onDisk.length === 0) console.error('the layering check found no source files at all');

const faults = output.summary.violations.length + missed.length + unresolved.length;
if (faults > 0 || onDisk.length === 0) process.exit(1);
console.log(`layers hold: ${onDisk.length} files, ${output.summary.totalDependenciesCruised} dependencies`);
