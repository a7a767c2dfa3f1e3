import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCommandReference } from '../../../.ci/docs/render-command-reference.ts';

describe('docs/command-reference.md', () => {
  it('says what the registry says; npm run docs writes it anew', () => {
    const page = readFileSync(new URL('../../../docs/command-reference.md', import.meta.url), 'utf8');
    expect(page).toBe(renderCommandReference());
  });
});
