import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { RunMessage } from '../../../../src/core/chat/calls/message-store.ts';
import { startProgram } from '../../../processes/start-program.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';

const KEEP = new URL('../processes/keep-message.ts', import.meta.url);

const message = (runId: string): RunMessage => ({
  runId,
  platform: 'discord',
  asked: {
    person: { platform: 'discord', id: '7', roles: ['8'], name: 'Alex' },
    place: { platform: 'discord', kind: 'channel', workspaceId: '90000000000000001', channelId: '9' },
    audience: 'public',
  },
  address: '{"channel":"1","message":"2"}',
  again: 's1~again~default',
  title: 'Sweep of "default"',
  startedAt: 1000,
});

describe('messages of runs', () => {
  const database = useDatabase();

  itOnFile('are no orphans while their process lives, here or elsewhere', async () => {
    const storage = await database.open();
    await storage.messages.keep(message('mine'));
    const other = startProgram([KEEP, database.file, 'theirs'], { input: null });
    await other.says('kept');
    expect(await storage.messages.orphans()).toEqual([]);
    await other.stop('SIGKILL');
  });

  it('are kept under one address at a time, once it is known', async () => {
    const { messages } = await database.open();
    const addresses = (): Promise<unknown> => database.rows('select address from run_messages');
    await messages.keep({ ...message('mine'), address: 'where it was asked' });
    await messages.keep({ ...message('call'), address: 'where it was asked' });
    for (const runId of ['mine', 'call'])
      await messages.keep({ ...message('mine'), address: 'where it is' }, { runId, address: 'where it was asked' });
    expect(await addresses()).toEqual([{ address: 'where it is' }]);
    await messages.keep({ ...message('mine'), address: 'where it is' }, { runId: 'mine', address: 'where it is' });
    expect(await addresses()).toEqual([{ address: 'where it is' }]);
  });

  it('are orphans of their own process once they are released, until they are kept or forgotten', async () => {
    const { messages } = await database.open();
    await messages.keep(message('mine'));
    await messages.keep(message('other'));
    const { runId, address } = message('mine');
    await messages.release(runId, address);
    expect(await messages.orphans()).toEqual([message('mine')]);
    await messages.keep(message('mine'));
    expect(await messages.orphans()).toEqual([]);
    await messages.release(runId, address);
    await messages.forget(runId, address);
    expect(await messages.orphans()).toEqual([]);
  });

  itOnFile('are orphans after kill -9, until they are forgotten', async () => {
    const other = startProgram([KEEP, database.file, 'theirs'], { input: null });
    await other.says('kept');
    await other.stop('SIGKILL');
    const { messages } = await database.open();
    await messages.keep(message('mine'));
    const [orphan, ...rest] = await messages.orphans();
    expect(rest).toEqual([]);
    expect(orphan).toEqual({ ...message('theirs'), address: 'address of theirs', title: 'Sweep' });
    expect(await messages.orphans()).toHaveLength(1);
    await messages.forget('theirs', 'another address');
    expect(await messages.orphans()).toHaveLength(1);
    await messages.forget('theirs', 'address of theirs');
    expect(await messages.orphans()).toEqual([]);
  });

  it('may be several for one run, each kept once', async () => {
    const { messages } = await database.open();
    await messages.keep(message('one'));
    await messages.keep({ ...message('one'), title: 'later' });
    await messages.keep({ ...message('one'), address: 'second' });
    const kept = 'select address, title from run_messages order by address';
    expect(await database.rows(kept)).toEqual([
      { address: 'second', title: 'Sweep of "default"' },
      { address: message('one').address, title: 'later' },
    ]);
  });

  it.runIf(process.platform === 'linux')('are orphans though the process id is used again', async () => {
    const storage = await database.open();
    await insert('reused', hostname(), process.pid, 'another-boot/1');
    expect(await storage.messages.orphans()).toMatchObject([{ runId: 'reused' }]);
  });

  it('of another host are left alone, until this process has the file for itself', async () => {
    const storage = await database.open();
    await storage.messages.keep(message('mine'));
    await insert('elsewhere', 'another-host.example', 1, 'boot/1');
    expect(await storage.messages.orphans()).toEqual([]);
    const lock = await storage.acquireInstanceLock();
    expect(await storage.messages.orphans()).toMatchObject([{ runId: 'elsewhere' }]);
    await lock.release();
    expect(await storage.messages.orphans()).toEqual([]);
  });

  function insert(id: string, host: string, pid: number, start: string): Promise<void> {
    return database.exec(
      `insert into run_messages (run_id, address, platform, again, title, started_at, host, pid, process_start)
       values ('${id}', 'a', 'teams', 'again', 'Sweep', 1, '${host}', ${pid}, '${start}')`,
    );
  }
});
