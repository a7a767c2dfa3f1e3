import type { WireCallback, WireChoice, WireComponent } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { FLAG } from './messages.ts';
import { checkModal } from './modals.ts';

export const CALLBACK = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

/** What an interaction can be answered with. */
export interface Answerable {
  readonly kind: 'command' | 'component' | 'modal' | 'autocomplete';
  /** Whether it came from a component on a message, or from a modal such a component opened. */
  readonly onMessage: boolean;
  /** For autocomplete: whether the focused option takes numbers. */
  readonly wantsNumbers: boolean;
}

/** The rules of a callback other than those of the message in it. */
export function checkCallback(callback: WireCallback, interaction: Answerable): Breach[] {
  if (!allowedTypes(interaction).includes(callback.type))
    return [breach('callback-type', `callback type ${callback.type} cannot answer a ${interaction.kind} interaction`)];
  if (callback.type === CALLBACK.deferred) return checkDeferred(callback);
  if (callback.type === CALLBACK.modal) return checkModal((callback.data?.components ?? []) as WireComponent[]);
  if (callback.type === CALLBACK.choices)
    return checkChoices((callback.data?.choices ?? []) as WireChoice[], interaction.wantsNumbers);
  return [];
}

function allowedTypes({ kind, onMessage }: Answerable): number[] {
  if (kind === 'autocomplete') return [CALLBACK.choices];
  const updates = onMessage ? [CALLBACK.deferredUpdate, CALLBACK.update] : [];
  return [CALLBACK.message, CALLBACK.deferred, ...updates, ...(kind === 'modal' ? [] : [CALLBACK.modal])];
}

/** receiving-and-responding.mdx: of a deferred message only the flag EPHEMERAL is valid; the rest comes with the edit. */
function checkDeferred({ data }: WireCallback): Breach[] {
  const breaches: Breach[] = [];
  const flags = typeof data?.flags === 'number' ? data.flags : 0;
  if ((flags & ~FLAG.ephemeral) !== 0)
    breaches.push(breach('deferred-flags', `flags: ${flags}; a deferred reply takes EPHEMERAL (64) only`));
  const others = Object.entries(data ?? {}).filter(
    ([key, value]) => key !== 'flags' && key !== 'tts' && key !== 'allowed_mentions' && value != null,
  );
  for (const [key] of others) breaches.push(breach('deferred-data', `${key}: a deferred reply carries no message yet`));
  return breaches;
}

function checkChoices(choices: readonly WireChoice[], wantsNumbers: boolean): Breach[] {
  const wanted = wantsNumbers ? 'number' : 'string';
  return choices
    .filter((choice) => typeof choice.value !== wanted)
    .map((choice) => breach('choice-type', `choice "${choice.name}": the option takes a ${wanted}`));
}
