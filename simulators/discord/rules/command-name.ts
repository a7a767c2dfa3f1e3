import { type Breach, breach } from './breach.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** The name of a chat command or of one of its options. */
export function checkName(name: string, rule: string): Breach[] {
  if (!NAME.test(name)) return [breach(rule, `name "${name}" has characters that Discord doesn't allow`)];
  return name === name.toLowerCase() ? [] : [breach(rule, `name "${name}" must be in lower case`)];
}
