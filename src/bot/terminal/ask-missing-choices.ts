import type { TypedValues } from '../../adapters/terminal/parse-command-line.ts';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../core/chat/calls/command-list.ts';
import { type Choosing, chooseByNumber } from './choose-by-number.ts';

/**
 * The values with the required choices that were left out, as the person at the terminal chose them. Where something else
 * is missing too nobody is asked: the answer would be lost.
 */
export async function askMissingChoices(
  definition: CommandDefinition,
  values: TypedValues,
  asking: Choosing,
): Promise<TypedValues> {
  const missing = argumentsFor(definition, 'terminal').filter(
    ({ name, required }) => required && !values[name]?.length,
  );
  if (!missing.every(({ choices }) => choices)) return values;
  const chosen: TypedValues = {};
  for (const { name, help, choices = [] } of missing) {
    const index = await chooseByNumber(`${name}: ${help}`, choices, asking);
    const choice = index === undefined ? undefined : choices[index];
    if (choice === undefined) break;
    chosen[name] = choice;
  }
  return { ...values, ...chosen };
}
