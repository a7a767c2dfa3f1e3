import type { WireCommandOption } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { checkName } from './command-name.ts';
import { repeated } from './walk-components.ts';

const SUBCOMMAND = 1;
const GROUP = 2;

/** The options of a command, a subcommand or a group; `at` names it. */
export function checkOptions(options: readonly WireCommandOption[], at: string): Breach[] {
  const breaches = repeated(options.map((option) => option.name)).map((name) =>
    breach('option-duplicate', `${at}: more than one option is named ${name}`),
  );
  const nested = options.filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (nested.length > 0 && nested.length < options.length)
    breaches.push(breach('option-mix', `${at}: subcommands and other options cannot stand side by side`));
  const firstOptional = options.findIndex((option) => option.required !== true);
  const late = options.findIndex((option, index) => index > firstOptional && option.required === true);
  if (firstOptional !== -1 && late !== -1 && nested.length === 0)
    breaches.push(breach('option-order', `${at}: required ${options[late]?.name ?? ''} stands after an optional one`));
  return [...breaches, ...options.flatMap((option) => checkOption(option, at))];
}

function checkOption(option: WireCommandOption, at: string): Breach[] {
  const name = `${at} ${option.name}`;
  const choices = option.choices ?? [];
  const breaches = checkName(option.name, 'option-name');
  if (option.description.trim() === '') breaches.push(breach('option-description', `${name}: needs a description`));
  if (option.autocomplete === true && choices.length > 0)
    breaches.push(breach('option-autocomplete', `${name}: autocomplete and choices exclude each other`));
  for (const repeatedName of repeated(choices.map((choice) => choice.name)))
    breaches.push(breach('choice-duplicate', `${name}: more than one choice is named ${repeatedName}`));
  if ((option.min_length ?? 0) > (option.max_length ?? 6000))
    breaches.push(breach('option-range', `${name}: min_length is above max_length`));
  if (option.type === SUBCOMMAND || option.type === GROUP) breaches.push(...checkOptions(option.options ?? [], name));
  if (option.type === GROUP && (option.options ?? []).some((inner) => inner.type !== SUBCOMMAND))
    breaches.push(breach('option-mix', `${name}: a group holds subcommands only`));
  return breaches;
}
