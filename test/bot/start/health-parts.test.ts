import { describe, expect, it } from 'vitest';
import { watchHealth } from '../../../src/bot/start/health-parts.ts';
import { ClockWatch } from '../../../src/core/watch/schedules/clock-watch.ts';
import { memorySettings } from '../../core/memory-settings.ts';
import { VirtualTime } from '../../core/virtual-time.ts';
import { HOUR, MINUTE } from '../../core/watch/harness.ts';

describe('the health of the clock', () => {
  it('says a jump until the time has been so for an hour', async () => {
    const time = new VirtualTime();
    const clock = new ClockWatch(time, memorySettings());
    const part = watchHealth(() => ({ kind: 'healthy' }), clock).find(({ name }) => name === 'clock');
    await clock.look();
    expect(await part?.check()).toMatchObject({ ok: true });
    await time.advance(MINUTE);
    time.setBy(-450 * 24 * HOUR);
    await clock.look();
    expect(await part?.check()).toMatchObject({ ok: false, detail: expect.stringContaining('set back by 450 d') });
    await time.advance(HOUR);
    expect(await part?.check()).toMatchObject({ ok: true });
  });
});
