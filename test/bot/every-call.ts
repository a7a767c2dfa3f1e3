import { ACTION_VERBS } from '../../src/core/cards/action-id.ts';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import { argumentsFor } from '../../src/core/chat/calls/command-list.ts';
import { ANSWERED } from '../../src/core/chat/commands/registry.ts';
import { USUAL_VALUES } from './chat-over-database.ts';

/** Values of arguments that are about what must not be seen. */
export type About = Readonly<Record<string, ArgumentValue>>;

/** Each command as it is asked without anything special, with all that is hidden, and about a part of that. */
export function everyCommand(about: About, isLeftOut: (argument: string) => boolean) {
  return ANSWERED.filter(({ surfaces }) => surfaces.includes('chat')).flatMap((one) => {
    const all = argumentsFor(one, 'chat');
    const usual = all.filter(({ required }) => required).map(({ name }) => [name, USUAL_VALUES[name] ?? 'x'] as const);
    // One that is made here may be called what it likes.
    const made = /(?: add| rule| grant| revoke)$/.test(one.name) ? ['name', 'tag'] : [];
    const known = all.flatMap(({ name }) =>
      about[name] === undefined || made.includes(name) ? [] : [[name, about[name]] as const],
    );
    const without = known.filter(([name]) => !isLeftOut(name));
    // What stands for another is asked about apart from it too.
    const replaced = all.find(({ instead }) => instead);
    const alone = known.filter(([name]) => !replaced?.instead?.includes(name));
    const inPlace = known.filter(([name]) => name !== replaced?.name);
    const asked = [[], known, without, alone, inPlace].map((values) => Object.fromEntries([...usual, ...values]));
    // Where nothing is hidden of a command's arguments, it is the same question.
    return [...new Map(asked.map((values) => [JSON.stringify(values), values])).values()].map((values) => ({
      kind: 'command' as const,
      name: one.name,
      values,
    }));
  });
}

/** Each button with each of these arguments, as a client may forge it. */
export function everyButton(args: readonly (readonly string[])[], choice: string): Call[] {
  const inputs = { choice, reason: 'ticket 12', until: '' };
  return ACTION_VERBS.flatMap((verb) =>
    args.map((one) => ({ kind: 'action' as const, id: ['s1', verb, ...one].join('~'), inputs })),
  );
}

/** What was shown, without what was typed into this call, or into one before it: the log of what was done has it again. */
export function withoutTyped(shown: string, call: Call): string {
  const typed = call.kind === 'command' ? Object.values(call.values).flat().map(String) : call.id.split(/[~:]/);
  const own = typed.filter((value) => value.length > 4).sort((a, b) => b.length - a.length);
  const told = shown
    .replaceAll(/^- \S+ [^\n]*\((?:allowed|refused|failed)\)$/gm, '')
    .replaceAll(/"audit": \[[^\]]*\]/g, '');
  return own.reduce((text, value) => text.replaceAll(value, '…'), told);
}

/** What of a run, an incident or a walk buttons name. */
export function placesIn(id: string): string[][] {
  const within = [['0'], ['0', '0'], ['0', 'all'], ['all'], ['off']];
  return [[id], ...within.map((rest) => [id, ...rest])];
}
