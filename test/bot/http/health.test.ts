import { describe, expect, it } from 'vitest';
import { Health } from '../../../src/bot/http/health.ts';

const idle = { after: () => () => {} };

describe('Health', () => {
  it('takes a part that never answers for one that is not well', async () => {
    const limits: (() => void)[] = [];
    const health = new Health({
      after: (_ms, run) => {
        limits.push(run);
        return () => {};
      },
    });
    health.register({ name: 'storage', check: () => new Promise(() => {}) });
    const reading = health.read();
    for (const run of limits) run();
    expect(await reading).toMatchObject({ alive: true, ready: false });
  });

  it('takes anything but true for not well', async () => {
    const health = new Health(idle);
    health.register({ name: 'storage', vital: true, check: () => ({ ok: undefined as never, detail: '' }) });
    expect(await health.read()).toMatchObject({ alive: false, ready: false });
  });

  it('refuses a name that is taken or could say too much', () => {
    const health = new Health(idle);
    const check = () => ({ ok: true, detail: '' });
    health.register({ name: 'storage', check });
    expect(() => health.register({ name: 'storage', check })).toThrow(TypeError);
    expect(() => health.register({ name: 'Storage at /data', check })).toThrow(TypeError);
  });
});
