import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { printAnswer } from '../../../src/bot/terminal/print-answer.ts';
import { problem } from '../../../src/core/chat/calls/command.ts';

it.each([
  ['asked for what there is none of', problem('There is no such tenant.'), 2],
  ['kept from an answer', { ...problem('Nothing can be read: no connection.'), findings: true }, 1],
])('says on standard error why, and exits for who %s with its own code', (_, answer, code) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()] as unknown as NodeJS.WriteStream[];
  if (!stdout || !stderr) throw new Error('no streams');
  const io = {
    argv: [],
    env: {},
    stdout,
    stderr,
    signal: new AbortController().signal,
    isUnread: () => false,
    limitMemory: () => () => {},
  };
  expect(printAnswer(answer, { name: 'permissions', json: false, io, prefix: 'samaritan' })).toBe(code);
  expect([String(stderr.read() ?? ''), stdout.read()]).toEqual([expect.stringMatching(/^(There is no|Nothing)/), null]);
});
