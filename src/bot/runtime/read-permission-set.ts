import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type PermissionSet, parsePermissionSet } from '../../core/model/permissions/permission-set.ts';
import { toSafeText } from '../../core/model/text/format.ts';

const MOST_BYTES = 1024 * 1024;

/** A set of permissions from a JSON file, or one sentence on why it is none. */
export function readPermissionSet(file: string): PermissionSet | { problem: string } {
  const name = toSafeText(file, { maxLength: 200 });
  const way = 'docs/permissions.md shows what such a file holds.';
  try {
    if (statSync(file).size > MOST_BYTES)
      return { problem: `The set of permissions ${name} is larger than 1 MB. ${way}` };
    return parsePermissionSet('own', readFileSync(file, 'utf8'));
  } catch (error) {
    return { problem: `The set of permissions ${name} can’t be used: ${whyNot(error)}. ${way}` };
  }
}

function whyNot(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return toSafeText(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, { maxLength: 200 });
  }
  if (error instanceof SyntaxError) return 'it is no JSON';
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  return code ?? toSafeText(error instanceof Error ? error.message : String(error), { maxLength: 200 });
}
