import { ADAPTERS, ROOMS } from './house.ts';

const BEGIN = '<!-- written by npm run docs from .ci/house.ts -->';
const END = '<!-- end of what is written -->';

/** The page with the plan of the house drawn anew between its marks. */
export function drawHouse(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no "${BEGIN}" … "${END}"`);
  return [before + BEGIN, '', ...drawRooms(), '', ...listRooms(), '', ...listAdapters(), '', END + after].join('\n');
}

function drawRooms(): string[] {
  const rooms = ROOMS.map(
    ({ name, folders }) => `    ${name}["<b>${name}</b>${folders.map((one) => `<br/>${one}`).join('')}"]`,
  );
  const names = ROOMS.map(({ name }) => name).toReversed();
  return [
    '```mermaid',
    'flowchart RL',
    '  bot["<b>bot</b><br/>puts everything together"] --> adapters["<b>adapters</b><br/>one for each outside thing"]',
    '  subgraph core',
    '    direction RL',
    ...rooms,
    `    ${names.join(' --> ')}`,
    '  end',
    '  bot --> core',
    '  adapters --> core',
    '```',
  ];
}

function listRooms(): string[] {
  return [
    '| Room of core | What it is | Folders, low to high |',
    '| --- | --- | --- |',
    ...ROOMS.map(
      ({ name, is, folders }) =>
        `| [\`${name}\`](../src/core/${name}/README.md) | ${is} | ${folders.map((one) => `\`${one}\``).join(', ')} |`,
    ),
  ];
}

function listAdapters(): string[] {
  return [
    '| Adapter | The outside thing | Packages it may use |',
    '| --- | --- | --- |',
    ...ADAPTERS.map(
      ({ name, is, packages, shared }) =>
        `| \`${name}\` | ${is}${shared ? '; other adapters may use it' : ''} | ${packages.map((one) => `\`${one}\``).join(', ')} |`,
    ),
  ];
}
