import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { createExplainer } from '../../../src/bot/workers/create-explainer.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';

// How long it takes is this machine's.
const explainer = createExplainer({ timers: { after: () => () => {} }, limitMs: 600_000 });
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
    await expect(explainer.explainLong(read, {})).rejects.toMatchObject({ name: 'NotNow' });
    expect(read).not.toHaveBeenCalled();
    gate.resolve('AADSTS50076');
    await Promise.all(held);
    expect((await explainer.explainLong(read, {})).recognized).toBe(false);
  });

  it('reads the beginning and the end of a text that takes too long, says so, and goes on in the same process', async () => {
    const impatient = createExplainer({ timers: { after: () => () => {} }, limitMs: 1 });
    const text = `${'2026-07-02 ok\n'.repeat(20_000)}AADSTS700016: Application was not found in the directory.`;
    const answers = [
      await impatient.explainLong(async () => text, {}),
      await impatient.explainLong(async () => text, {}),
    ];
    for (const { cause, read } of answers) {
      expect(cause).toBe('app.not-in-tenant');
      expect(read.at(-1)).toMatch(/only the beginning and the end/);
    }
    await impatient.close();
  });

  it('reads a text as it was, wherever it is cut on the way', async () => {
    const text = `${'🦉'.repeat(120_001)} AADSTS50076: use multi-factor authentication`;
    const expected = explainText(text, { ...loadGuidance(), subject: {} });
    expect(await explainer.explainLong(async () => text, {})).toEqual(expected);
  });
});
