import { describe, expect, it } from 'vitest';
import { parseAction } from '../../../../src/core/cards/action-id.ts';
import type { NameChoice } from '../../../../src/core/cards/plain-cards.ts';
import type { ArgumentValue, Call } from '../../../../src/core/chat/calls/chat-request.ts';
import { commandButton, decodeCommand } from '../../../../src/core/chat/calls/command-button.ts';
import { createOpenQuestions } from '../../../../src/core/chat/calls/open-questions.ts';
import { toCommandLine } from '../../../../src/core/chat/calls/to-command-line.ts';

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
    expect(questions.answered(argsOf(idsOf(single.actions)[0]), {})).toEqual(callOf({ tenant: 'id-0' }));
  });

  it('adds what is typed into the form', () => {
    const questions = createOpenQuestions({ now: () => 1 });
    const missing = [{ name: 'reason', help: 'Why.', kind: 'text', required: true } as const];
    const form = questions.toForm(callOf({ tenant: 'contoso' }), missing);
    expect(form.fields).toMatchObject([{ name: 'reason', placeholder: 'Why.', required: true }]);
    const answered = questions.answered(argsOf(form.id), { reason: 'no Exchange' });
    expect(answered).toEqual(callOf({ tenant: 'contoso', reason: 'no Exchange' }));
  });

  it('bears the whole command in the button where it has room, so that it outlives the process', () => {
    const before = createOpenQuestions({ now: () => 1 });
    const after = createOpenQuestions({ now: () => 2 });
    const given = { tenant: 'contoso', until: '30d' };
    const [first = ''] = idsOf(before.toChoiceCard(callOf(given), choice).actions);
    expect(after.answered(argsOf(first), {})).toEqual(callOf({ ...given, tenant: 'id-0' }));
    const form = before.toForm(callOf(given), []);
    expect(after.answered(argsOf(form.id), { reason: 'a=b' })).toEqual(callOf({ ...given, reason: 'a=b' }));
  });

  it.each([
    ['has no room', 'a reason that is far too long for a button, '.repeat(3)],
    ['would break it', 'not ~ this'],
    ['is a secret', 'iUH8Q~IESpoHfgNxP971ALB9Us1FP1xxNFJZhR2T'],
  ])('keeps in memory, and in no button, what %s', (_why, reason) => {
    const before = createOpenQuestions({ now: () => 1 });
    const ids = idsOf(before.toChoiceCard(callOf({ tenant: 'contoso', reason }), choice).actions);
    expect(ids.join(' ')).not.toContain(reason.slice(0, 12));
    expect(before.answered(argsOf(ids[1]), {})).toEqual(callOf({ tenant: 'id-1', reason }));
    // Another process knows which command it was, and no more.
    expect(createOpenQuestions({ now: () => 2 }).answered(argsOf(ids[1]), {})).toBe('accept add');
  });

  it('knows no option that never was one, nothing forged, and not more than it keeps', () => {
    const questions = createOpenQuestions({ now: () => 1 });
    const reason = 'far too long '.repeat(9);
    const [first = ''] = idsOf(questions.toChoiceCard(callOf({ tenant: 'contoso', reason }), choice).actions);
    expect(questions.answered([argsOf(first)[0] ?? '', '9'], {})).toBeUndefined();
    expect(questions.answered(['', '0'], {})).toBeUndefined();
    expect(questions.answered(['x', 'typed'], {})).toBeUndefined();
    for (let more = 0; more < 500; more += 1) questions.toForm(callOf({ reason }), []);
    expect(questions.answered(argsOf(first), {})).toBe('accept add');
  });
});

describe('commandButton', () => {
  it('bears the command, as the terminal would have it typed, and is none where it has no room', () => {
    const [undo] = commandButton('Undo', 'accept remove', {
      tenant: 'x.example',
      check: 'exchange.read',
      connection: null,
    });
    const id = undo?.kind === 'button' ? undo.id : '';
    expect(decodeCommand(argsOf(id))).toEqual({
      ...callOf({ tenant: 'x.example', check: 'exchange.read' }),
      name: 'accept remove',
    });
    expect(toCommandLine(id)).toBe('accept remove x.example --check exchange.read');
    expect(commandButton('Undo', 'accept remove', { tenant: 'x'.repeat(100) })).toEqual([]);
  });
});
