import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { sendPersistently } from '../../../../src/adapters/discord/rest-fault.ts';

const refusal = new DiscordAPIError({ code: 50013, message: 'Missing Permissions' }, 50013, 403, 'PATCH', 'x', {});

/** Fails with each of the errors in turn, then succeeds. */
function failing(...errors: Error[]) {
  const pauses: number[] = [];
  let calls = 0;
  const send = async (): Promise<string> => {
    calls += 1;
    const error = errors.shift();
    if (error) throw error;
    return 'sent';
  };
  return { run: () => sendPersistently(send, async (ms) => void pauses.push(ms)), pauses, calls: () => calls };
}

describe('sendPersistently', () => {
  it('sends again after a pause where there was no answer', async () => {
    const { run, pauses } = failing(new Error('ECONNRESET'), new Error('ECONNRESET'));
    expect(await run()).toBe('sent');
    expect(pauses).toEqual([2000, 2000]);
  });

  it('gives up after three tries', async () => {
    const { run, calls } = failing(...Array.from({ length: 5 }, () => new Error('ECONNRESET')));
    await expect(run()).rejects.toThrow('ECONNRESET');
    expect(calls()).toBe(3);
  });

  it('doesn’t ask again for what Discord refused', async () => {
    const { run, calls } = failing(refusal);
    await expect(run()).rejects.toBe(refusal);
    expect(calls()).toBe(1);
  });
});
