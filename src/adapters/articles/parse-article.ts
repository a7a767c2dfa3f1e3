import { z } from 'zod';
import { ARTICLE_PLACEHOLDERS, type Article } from '../../core/guidance/articles/article.ts';
import { checksSchema, conditionSchema } from '../../core/guidance/articles/condition.ts';
import { CONDITION_LEAD, TEST_AGAIN } from '../../core/guidance/articles/fit-article.ts';
import { type CauseId, isCauseId } from '../../core/model/causes/cause.ts';
import { GuidanceError } from './guidance-error.ts';
import { readYaml } from './read-yaml.ts';

const wordingSchema = z
  .strictObject({ meaning: z.string().min(1), who: z.string().min(1), asks: z.literal(false) })
  .partial();

const causesSchema = z.array(z.string()).transform((ids, context): CauseId[] =>
  ids.flatMap((id) => {
    if (isCauseId(id)) return [id];
    context.addIssue({ code: 'custom', message: `there is no cause ${id}` });
    return [];
  }),
);

const frontMatterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  title: z.string().min(1).max(60),
  thisIf: z.string().min(1).max(100),
  causes: causesSchema,
  appOnly: causesSchema.optional(),
  who: z.enum(['partner', 'customer', 'either', 'microsoft', 'network']),
  keywords: z.array(z.coerce.string()).min(1),
  sources: z.array(z.url({ protocol: /^https$/ })).min(1),
  /** Conditions of steps, and of lines of the message, by their number. */
  when: z.record(z.coerce.number().int().positive(), conditionSchema).optional(),
  asked: z.record(z.coerce.number().int().positive(), conditionSchema).optional(),
  /** Checks of the way in that show a step to be done, by its number. */
  proves: z.record(z.coerce.number().int().positive(), checksSchema).optional(),
  ours: wordingSchema.optional(),
  theirs: wordingSchema.optional(),
});

const REQUIRED = ['Symptom', 'What it means', 'Who acts', 'Steps', 'How to verify'] as const;
const OPTIONAL = ['Message to the customer', 'Message about a policy', 'More'] as const;
const ORDER: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** Reads one article file. Throws a `GuidanceError` that names the file and everything wrong with it. */
export function parseArticle(fileName: string, text: string): Article {
  const faults: string[] = [];
  const [, yaml = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n')) ?? [];
  const front = frontMatterSchema.safeParse(yaml === '' ? undefined : readFront(yaml));
  if (!front.success) {
    throw new GuidanceError(
      `The article ${fileName} has a faulty front matter: ${z.prettifyError(front.error).replaceAll('\n', ' ')}`,
    );
  }
  const sections = splitSections(body);
  const names = [...sections.keys()];
  for (const name of REQUIRED) if (!sections.get(name)) faults.push(`the section “${name}” is missing`);
  for (const name of names) if (!ORDER.includes(name)) faults.push(`the section “${name}” has no place in an article`);
  if (names.join() !== [...names].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).join())
    faults.push('its sections are out of order');
  if (front.data.id !== fileName.replace(/\.md$/, '')) faults.push(`its id ${front.data.id} is not its file name`);
  const steps = splitSteps(sections.get('Steps') ?? '');
  if (steps.length === 0) faults.push('its steps are not numbered 1, 2, 3 …');
  for (const [number, condition] of Object.entries(front.data.when ?? {})) {
    const step = steps[Number(number) - 1];
    if (step === undefined) faults.push(`there is no step ${number} for the condition on it`);
    else if (condition.asks === undefined && !CONDITION_LEAD.test(step))
      faults.push(`step ${number} has a condition and does not begin with it in bold`);
    if (condition.asks === 'proof' && front.data.proves?.[Number(number)] === undefined)
      faults.push(`step ${number} asks for a proof and names no check that is one`);
  }
  for (const number of Object.keys(front.data.proves ?? {}))
    if (steps[Number(number) - 1] === undefined) faults.push(`there is no step ${number} that a check could prove`);
  for (const number of Object.keys(front.data.asked ?? {}))
    if (!sections.get('Message to the customer')?.includes(`\n${number}. `))
      faults.push(`its message has no line ${number}`);
  const unknown = [...text.replaceAll(TEST_AGAIN, '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  for (const name of new Set(unknown))
    if (!(ARTICLE_PLACEHOLDERS as string[]).includes(name)) faults.push(`it uses the unknown placeholder {${name}}`);
  if (faults.length > 0) throw new GuidanceError(`The article ${fileName} is faulty: ${faults.join('; ')}.`);
  const section = (name: string): string => sections.get(name) ?? '';
  const optional = <K extends 'customerMessage' | 'policyMessage' | 'more'>(key: K, name: string) =>
    sections.has(name) ? { [key]: section(name) } : {};
  return {
    ...front.data,
    symptom: section('Symptom'),
    meaning: section('What it means'),
    whoActs: section('Who acts'),
    steps,
    verify: section('How to verify'),
    ...optional('customerMessage', 'Message to the customer'),
    ...optional('policyMessage', 'Message about a policy'),
    ...optional('more', 'More'),
  };
}

function readFront(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    return error instanceof Error ? `no YAML: ${error.message}` : undefined;
  }
}

/** Level-2 headings to their texts. Fenced blocks may hold lines that look like headings. */
function splitSections(body: string): Map<string, string> {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  let fenced = false;
  for (const line of body.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const heading = fenced ? undefined : /^## (.+?)\s*$/.exec(line)?.[1];
    if (heading === undefined) lines.push(line);
    else {
      lines = [];
      sections.set(heading, lines);
    }
  }
  return new Map([...sections].map(([name, own]) => [name, own.join('\n').trim()]));
}

/** The items of a list numbered 1 to n; empty when the numbers are out of order or text stands before the first. */
function splitSteps(text: string): string[] {
  const steps: string[] = [];
  for (const line of text.split('\n')) {
    const item = /^(\d+)\. (.*)$/.exec(line);
    if (item) {
      if (Number(item[1]) !== steps.length + 1) return [];
      steps.push(item[2] ?? '');
    } else if (steps.length > 0) {
      steps[steps.length - 1] += `\n${line.replace(/^ {2,4}/, '')}`;
    } else if (line.trim() !== '') return [];
  }
  return steps.map((step) => step.trim());
}
