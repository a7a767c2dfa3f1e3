import { describe, expect, it } from 'vitest';
import type { SettingStore } from '../../../../src/core/credentials/setting-store.ts';
import {
  describeRestore,
  isToldAgain,
  RestoreWatch,
  readRestore,
  type Witness,
} from '../../../../src/core/watch/incidents/restore-watch.ts';
import { memorySettings } from '../../memory-settings.ts';
import { HOUR, MINUTE, START } from '../harness.ts';
import { facts } from '../notifications/cards/facts.ts';

function witness(): Witness {
  let kept: number | undefined;
  return {
    read: async () => kept,
    keep: async (turn) => {
      kept = turn;
    },
  };
}

const NO_SWEEPS = new Map<string, number>();

/** A process that looks every minute from `from` on, and is then killed. */
async function ran(store: SettingStore, beside: Witness, from: number, minutes = 3): Promise<void> {
  const watch = new RestoreWatch(store, beside);
  for (let minute = 0; minute < minutes; minute += 1) await watch.look(from + minute * MINUTE, NO_SWEEPS);
}

describe('a restored database', () => {
  it('is told from one that rested, however long, and from one that nobody has run yet', async () => {
    const [store, beside] = [memorySettings(), witness()];
    expect(await new RestoreWatch(store, beside).look(START, NO_SWEEPS)).toBeNull();
    expect(await new RestoreWatch(store, beside).look(START + 900 * HOUR, NO_SWEEPS)).toBeNull();
    expect(await readRestore(store)).toBeUndefined();
  });

  it('is noticed once, also where the clock was set back meanwhile', async () => {
    const [store, beside] = [memorySettings(), witness()];
    await ran(store, beside, START);
    const backup = store.copy();
    await ran(store, beside, START + HOUR);
    const later = new RestoreWatch(backup, beside);
    const restore = await later.look(START - HOUR, NO_SWEEPS);
    expect(restore).toEqual({ from: START + 2 * MINUTE, at: START - HOUR, sweptAt: {} });
    expect(await later.look(START, NO_SWEEPS)).toBeNull();
    expect(await new RestoreWatch(backup, beside).look(START + HOUR, NO_SWEEPS)).toBeNull();
  });

  it('is noticed where it never ran, and where a kill came between its count and the one beside it', async () => {
    const [store, beside] = [memorySettings(), witness()];
    await ran(store, { ...beside, keep: () => Promise.reject(new Error('killed')) }, START).catch(() => {});
    expect(await new RestoreWatch(store, beside).look(START + MINUTE, NO_SWEEPS)).toBeNull();
    const restore = await new RestoreWatch(memorySettings(), beside).look(START + HOUR, NO_SWEEPS);
    expect(restore?.from).toBeNull();
    expect(restore && describeRestore(restore)).toContain('is another one than Samaritan wrote last');
  });

  it('marks what its first sweep finds, and nothing after it', async () => {
    const [store, beside] = [memorySettings(), witness()];
    await ran(store, beside, START);
    const backup = store.copy();
    await ran(store, beside, START + 3 * HOUR);
    const watch = new RestoreWatch(backup, beside);
    const at = START + 4 * HOUR;
    const restore = await watch.look(at, new Map([['default', START]]));
    expect(restore && describeRestore(restore)).toContain('nothing of the last 3 h 58 min');
    const group = (firstFailedAt: number) => facts({ firstFailedAt, connection: 'default' }).group;
    const told = async (firstFailedAt: number) => isToldAgain(group(firstFailedAt), await readRestore(backup));
    expect(await told(at - 1)).toBe(false);
    expect(await told(at + HOUR)).toBe(true);
    await watch.look(at + 2 * HOUR, new Map([['default', at + HOUR]]));
    await watch.look(at + 3 * HOUR, new Map([['default', at + 3 * HOUR]]));
    expect(await told(at + HOUR)).toBe(true);
    expect(await told(at + HOUR + 1)).toBe(false);
  });
});
