import { expect, it } from 'vitest';
import { wrapIndented } from '../../../src/adapters/terminal/wrap.ts';

it('cuts a word that is too long, and leaves an address whole that would not open otherwise', () => {
  const address = `https://login.microsoftonline.com/${'a'.repeat(80)}/adminconsent`;
  expect(wrapIndented(`Open ${address} and accept.`, 40, '  1. ')).toEqual([
    '  1. Open',
    `     ${address}`,
    '     and accept.',
  ]);
  const longest = Math.max(...wrapIndented('x'.repeat(100), 40, '  ').map((line) => line.length));
  expect(longest).toBe(40);
});
