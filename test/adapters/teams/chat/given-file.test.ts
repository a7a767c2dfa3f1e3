import { describe, expect, it } from 'vitest';
import type { AttachedFile } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import type { GivenFile } from '../../../../src/core/chat/calls/chat-request.ts';
import { eventOf, PERSONAL } from './fake-teams.ts';
import { start } from './start-chat.ts';

const FILE = { name: 'error\n.log', url: 'https://contoso-my.sharepoint.com/a.log?tempauth=canary' };

function sendWith(text: string, files: readonly AttachedFile[] = [FILE]) {
  const started = start();
  return { ...started, done: started.bot.handle(eventOf('personal', { kind: 'message', text, files })) };
}

async function fileOf(text: string) {
  const { chat, teams, log, done } = sendWith(text);
  await done;
  const call = chat.calls[0]?.call;
  if (call?.kind !== 'command') throw new Error('no command was run');
  return { call, file: call.values.file as GivenFile, teams, log };
}

describe('a file in a personal chat', () => {
  it.each(['explain', '/Explain', ''])('reaches explain, asked for by “%s”', async (text) => {
    const { call, file, teams } = await fileOf(text);
    teams.drive.set(FILE.url, Buffer.from('AADSTS50076', 'utf16le'));
    expect([call.name, Object.keys(call.values), file.name]).toEqual(['explain', ['file'], 'error .log']);
    expect(await file.readText()).toBe('AADSTS50076');
  });

  it('is explained together with what was typed', async () => {
    const { call } = await fileOf('explain since this morning');
    expect(Object.keys(call.values)).toEqual(['text', 'file']);
    expect(call.values.text).toBe('since this morning');
  });

  it.each<[string, Buffer | undefined, RegExp]>([
    ['is too large', Buffer.alloc(1_000_001, 'x'), /^error \.log is larger than 1 MB\. /],
    ['is no text', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]), /^error \.log is not a text /],
    ['lies elsewhere', undefined, /^error \.log is not in OneDrive for work or school/],
  ])('says why it is not read: it %s', async (_name, bytes, reason) => {
    const { file, teams, log } = await fileOf('explain');
    if (bytes) teams.drive.set(FILE.url, bytes);
    await expect(file.readText()).rejects.toThrow(reason);
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });

  it.each<[string, string, readonly AttachedFile[], string]>([
    ['a command that takes none', 'testtokens', [FILE], 'testtokens takes no file.'],
    ['another one', 'explain', [FILE, FILE], 'One file is read at a time.'],
    ['what is no command', 'tesstokens', [FILE], 'There is no command “tesstokens”.'],
  ])('is refused with %s', async (_name, text, files, problem) => {
    const { chat, teams, done } = sendWith(text, files);
    await done;
    expect(chat.calls).toEqual([]);
    expect(teams.log).toHaveLength(1);
    expect(teams.log[0]).toContain(`send ${PERSONAL} message-1: ${problem}`);
  });
});
