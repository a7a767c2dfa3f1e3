import type { CommandDefinition } from '../../calls/command-definition.ts';
import { groupCommands } from '../../calls/command-list.ts';

/** What people want of Samaritan, in the order in which they want it, and the first words of the commands for it. */
export const HELP_TASKS = [
  {
    title: 'See what fails',
    words: ['testtokens', 'check', 'status', 'history'],
    example: 'check contoso.onmicrosoft.com',
  },
  {
    title: 'Understand an error and mend it',
    words: ['explain', 'troubleshoot', 'walk', 'permissions', 'renewtokens', 'supportbundle'],
    example: 'explain AADSTS50076',
  },
  { title: 'Be told in time', words: ['alerts', 'schedule', 'reports', 'routes'], example: 'schedule run hourly' },
  {
    title: 'Say what is expected',
    words: ['accept', 'maintenance'],
    example: 'maintenance add contoso.onmicrosoft.com 4h',
  },
  { title: 'Sort tenants', words: ['tag'], example: 'tag add contoso.onmicrosoft.com emea' },
  { title: 'Say who may do what', words: ['access', 'api', 'audit'], example: 'access list' },
  { title: 'Keep credentials', words: ['connections', 'keys', 'setup'], example: 'connections test acme' },
  {
    title: 'Run Samaritan',
    words: ['start', 'worker', 'doctor', 'discord', 'database', 'completion', 'version', 'help'],
    example: 'help testtokens',
  },
] as const;

/** Commands for one thing that people want, and how one of them is written. */
export interface HelpTask {
  title: string;
  example: string;
  /** By their first words, in the order of the registry; `members` are the second words. */
  groups: { name: string; summary: string; members: string[] }[];
}

/** The commands by task; a task of which none may be run is left out, and what no task knows stands with the last. */
export function groupByTask(commands: readonly CommandDefinition[]): HelpTask[] {
  const last = HELP_TASKS[HELP_TASKS.length - 1];
  const groups = groupCommands(commands);
  return HELP_TASKS.flatMap((task) => {
    const here = groups.filter(
      ({ name }) => (HELP_TASKS.find(({ words }) => words.some((word) => word === name)) ?? last) === task,
    );
    const mine = commands.filter(({ name }) => here.some((group) => group.name === name.split(' ', 1)[0]));
    const [first] = mine;
    if (first === undefined) return [];
    const known = mine.some(({ name }) => `${task.example} `.startsWith(`${name} `));
    return [
      {
        title: task.title,
        example: known ? task.example : first.name,
        groups: here.map(({ name, summary, members }) => ({ name, summary, members: members.map((one) => one.name) })),
      },
    ];
  });
}
