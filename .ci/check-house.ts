// Holds the plan of house.ts: who may import whom, that every file was read, and that a name stands for one thing.
import { findSharedNames } from './find-shared-names.ts';
import { readImports } from './read-imports.ts';
import { houseRules } from './rules.ts';

const { breaches, gaps, files, imports } = await readImports('.');
const comments = new Map(houseRules([]).map(({ name, comment }) => [name, comment]));
const faults = [
  ...breaches.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}\n  ${comments.get(rule.name) ?? ''}`),
  ...gaps,
  ...findSharedNames('.'),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`the house is in order: ${files} files, ${imports} imports`);
