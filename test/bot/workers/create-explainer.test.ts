import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { createExplainer } from '../../../src/bot/workers/create-explainer.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';

const explainer = createExplainer({ timers: { after: () => () => {} } });
afterAll(() => explainer.close());

describe('createExplainer', () => {
  it('explains a log as the main thread does, with the same subject', async () => {
    const text = `${'2026-07-02 ok\n'.repeat(20_000)}AADSTS700016: Application was not found in the directory.`;
    const subject = { applicationId: 'c0ffee00-0000-4000-8000-000000000000' };
    const expected = explainText(text, { ...loadGuidance(), subject });
    expect(expected.cause).toBe('app.not-in-tenant');
    expect(await explainer.explainLong(async () => text, subject)).toEqual(expected);
  });

  it('reads no further text while eight are under way, and says that it is busy', async () => {
    const gate = Promise.withResolvers<string>();
    const held = Array.from({ length: 8 }, () => explainer.explainLong(() => gate.promise, {}));
    const read = vi.fn(async () => '');
    await expect(explainer.explainLong(read, {})).rejects.toMatchObject({ code: 'busy' });
    expect(read).not.toHaveBeenCalled();
    gate.resolve('AADSTS50076');
    await Promise.all(held);
    expect((await explainer.explainLong(read, {})).recognized).toBe(false);
  });

  it('reads the beginning and the end of a text that takes longer than a second, and says so', async () => {
    const impatient = createExplainer({
      timers: {
        after: (ms, run) => {
          if (ms === 1000) queueMicrotask(run);
          return () => {};
        },
      },
    });
    const text = `${'2026-07-02 ok\n'.repeat(20_000)}AADSTS700016: Application was not found in the directory.`;
    const explanation = await impatient.explainLong(async () => text, {});
    expect(explanation.cause).toBe('app.not-in-tenant');
    expect(explanation.read.at(-1)).toMatch(/only the beginning and the end/);
    await impatient.close();
  });
});
