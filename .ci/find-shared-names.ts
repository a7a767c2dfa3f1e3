import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { PLATFORM_NAMES } from './house.ts';

/** Names that two files of `src` export: a reader would have to look at the import to know which is meant. */
export function findSharedNames(baseDir: string): string[] {
  const files = new Map<string, string[]>();
  for (const file of globSync('src/**/*.{ts,mjs}', { cwd: baseDir })) {
    const source = ts.createSourceFile(file, readFileSync(join(baseDir, file), 'utf8'), ts.ScriptTarget.Latest);
    for (const name of new Set(source.statements.flatMap(exportedNames))) {
      files.set(name, [...(files.get(name) ?? []), file]);
    }
  }
  return [...files]
    .filter(([name, where]) => where.length > 1 && !(PLATFORM_NAMES.includes(name) && standInOwnAdapters(where)))
    .map(([name, where]) => `${name} is exported by ${where.sort().join(' and ')}: one word, one meaning`);
}

function exportedNames(statement: ts.Statement): string[] {
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const name = (statement as ts.Statement & { name?: ts.Node }).name;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function standInOwnAdapters(files: readonly string[]): boolean {
  const adapters = files.map((file) => /^src\/adapters\/([^/]+)\//.exec(file)?.[1]);
  return !adapters.includes(undefined) && new Set(adapters).size === files.length;
}
