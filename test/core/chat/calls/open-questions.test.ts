import { describe, expect, it } from 'vitest';
import { parseAction } from '../../../../src/core/cards/action-id.ts';
import type { NameChoice } from '../../../../src/core/cards/command-answer.ts';
import type { ArgumentValue, Call } from '../../../../src/core/chat/calls/chat-request.ts';
import { createOpenQuestions } from '../../../../src/core/chat/calls/open-questions.ts';

type CommandCall = Extract<Call, { kind: 'command' }>;
const callOf = (values: Record<string, ArgumentValue>): CommandCall => ({
  kind: 'command',
  name: 'accept add',
  values,
});
const choice: NameChoice = {
  argument: 'tenant',
  typed: 'contoso',
  options: Array.from({ length: 7 }, (_, number) => ({ value: `id-${number}`, label: `Contoso ${number}` })),
};
const idsOf = (actions: readonly { kind: string; id?: string }[]): string[] => actions.map(({ id = '' }) => id);
const argsOf = (id = ''): readonly string[] => parseAction(id)?.args ?? [];

describe('createOpenQuestions', () => {
  it('puts what was chosen in the place of the name, and keeps everything else as it was given', () => {
    const questions = createOpenQuestions({ now: () => 1 });
    const given = { tenant: 'fabrikam, contoso', reason: 'no Exchange bought', until: '30d' };
    const card = questions.toChoiceCard(callOf(given), choice);
    const ids = idsOf(card.actions);
    expect(ids).toHaveLength(5);
    expect(questions.answered(argsOf(ids[2]), {})).toEqual(callOf({ ...given, tenant: 'fabrikam,id-2' }));
    const single = questions.toChoiceCard(callOf({ tenant: ['contoso'] }), choice);
    expect(questions.answered(argsOf(idsOf(single.actions)[0]), {})?.values).toEqual({ tenant: 'id-0' });
  });

  it('adds what is typed into the form', () => {
    const questions = createOpenQuestions({ now: () => 1 });
    const missing = [{ name: 'reason', help: 'Why.', kind: 'text', required: true } as const];
    const form = questions.toForm(callOf({ tenant: 'contoso' }), missing);
    expect(form.fields).toMatchObject([{ name: 'reason', placeholder: 'Why.', required: true }]);
    const answered = questions.answered(argsOf(form.id), { reason: 'no Exchange' });
    expect(answered?.values).toEqual({ tenant: 'contoso', reason: 'no Exchange' });
  });

  it('knows no question of an earlier process, none that never was an option, and not more than it keeps', () => {
    const questions = createOpenQuestions({ now: () => 1 });
    const [first = ''] = idsOf(questions.toChoiceCard(callOf({ tenant: 'contoso' }), choice).actions);
    expect(createOpenQuestions({ now: () => 2 }).answered(argsOf(first), {})).toBeUndefined();
    expect(questions.answered([argsOf(first)[0] ?? '', '9'], {})).toBeUndefined();
    for (let more = 0; more < 500; more += 1) questions.toForm(callOf({}), []);
    expect(questions.answered(argsOf(first), {})).toBeUndefined();
  });
});
