import { describe, expect, it } from 'vitest';
import { SlidingLimit } from '../../../../src/core/chat/access/rate-limit.ts';
import { VirtualTime } from '../../virtual-time.ts';

describe('SlidingLimit', () => {
  it('takes as many as may be in a window, and says when there is room again', async () => {
    const clock = new VirtualTime();
    const limit = new SlidingLimit(2, 60_000, clock);
    expect(limit.take('ada')).toEqual({ ok: true });
    await clock.advance(10_000);
    expect(limit.take('ada')).toEqual({ ok: true });
    await clock.advance(20_000);
    expect(limit.take('ada')).toEqual({ ok: false, retryAfterMs: 30_000 });
    await clock.advance(30_000);
    expect(limit.take('ada')).toEqual({ ok: true });
    expect(limit.take('ada')).toEqual({ ok: false, retryAfterMs: 10_000 });
  });

  it('does not count what it refused', async () => {
    const clock = new VirtualTime();
    const limit = new SlidingLimit(1, 60_000, clock);
    limit.take('ada');
    for (let again = 0; again < 5; again += 1) {
      await clock.advance(10_000);
      expect(limit.take('ada').ok).toBe(false);
    }
    await clock.advance(10_000);
    expect(limit.take('ada').ok).toBe(true);
  });

  it('counts each key alone', async () => {
    const limit = new SlidingLimit(1, 60_000, new VirtualTime());
    expect(limit.take('ada').ok).toBe(true);
    expect(limit.take('bob').ok).toBe(true);
    expect(limit.take('ada').ok).toBe(false);
  });

  it('still counts right after it forgot keys that fell silent', async () => {
    const clock = new VirtualTime();
    const limit = new SlidingLimit(1, 60_000, clock);
    for (let key = 0; key < 1100; key += 1) limit.take(`silent ${key}`);
    await clock.advance(59_000);
    limit.take('ada');
    await clock.advance(2000);
    expect(limit.take('silent 1').ok).toBe(true);
    expect(limit.take('ada').ok).toBe(false);
  });
});
