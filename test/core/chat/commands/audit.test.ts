import { expect, it } from 'vitest';
import { auditCommand } from '../../../../src/core/chat/commands/access/audit.ts';
import { stringsOf } from '../../cards/card-texts.ts';
import { ADMIN, CHANNEL, createHarness, NOBODY } from '../harness.ts';

const asked = async (values: Parameters<typeof auditCommand.answer>[1]) => {
  const harness = await createHarness();
  await harness.command('testtokens', {}, { person: NOBODY });
  await harness.command('help');
  const question = { parts: harness.parts, request: { person: ADMIN, place: CHANNEL }, role: 'admin' } as const;
  return { harness, answer: await (auditCommand.answer as (q: unknown, v: unknown) => unknown)(question, values) };
};

it('audit shows the newest rows, as data too', async () => {
  const { answer } = await asked({ limit: 1 });
  expect(answer).toMatchObject({ json: { entries: [{ action: 'command help' }] } });
  const { answer: all } = await asked({});
  expect(stringsOf(all).join('\n')).toContain('Noor: command testtokens (refused: wants technician, has anyone)');
});

it('audit refuses a time that is none', async () => {
  const { answer } = await asked({ since: 'yesterday' });
  expect(answer).toMatchObject({ failed: true, json: { problems: [expect.stringContaining('yesterday')] } });
});

it('audit verify says that all is as it was written', async () => {
  const { answer } = await asked({ verify: 'verify' });
  expect(answer).toMatchObject({ findings: false, card: { tone: 'good' }, json: { verdict: { problems: [] } } });
});
