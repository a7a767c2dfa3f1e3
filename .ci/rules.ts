import type { IForbiddenRuleType } from 'dependency-cruiser';
import { ADAPTERS, CORE_PACKAGES, ROOMS, SIMULATORS } from './house.ts';

/** One rule of the house; `comment` says what a breach would mean. Type imports count like any other. */
export type HouseRule = IForbiddenRuleType & { name: string; comment: string };

/** Rules on imports, for dependency-cruiser. `devPackages` are the names of what only development needs. */
export function houseRules(devPackages: readonly string[]): HouseRule[] {
  return [
    ...ROOMS.flatMap(({ name }, index): HouseRule[] =>
      rule(
        `room-${name}`,
        'A room would stand on one that stands on it: neither could be understood, tested or changed alone.',
        `^src/core/${name}/`,
        anyOf(
          ROOMS.slice(index + 1).map((room) => room.name),
          (names) => `^src/core/${names}/`,
        ),
      ),
    ),
    ...ROOMS.flatMap((room) =>
      room.folders.flatMap((folder, index) =>
        rule(
          `folder-${room.name}-${folder}`,
          'A folder would stand on one that stands on it.',
          `^src/core/${room.name}/${folder}/`,
          [
            `^src/core/${room.name}/[^/]+$`,
            ...anyOf(room.folders.slice(index + 1), (names) => `^src/core/${room.name}/${names}/`),
          ],
        ),
      ),
    ),
    ...rule('core-stands-alone', 'Core would depend on one chat platform, one database or one cloud.', '^src/core/', [
      '^src/(?!core/)',
      '^(simulators|bench|manifest|test)/',
    ]),
    ...rule(
      'core-uses-few-packages',
      'Core is plain logic. A package that does I/O belongs to an adapter.',
      '^src/core/',
      packagesBut(CORE_PACKAGES),
    ),
    {
      name: 'core-has-no-built-ins',
      comment: 'Files, sockets and processes are effects: name a port and let an adapter do it.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-stand-alone',
      comment: 'Two adapters would have to be changed, tested and replaced together.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: {
        path: '^src/adapters/',
        pathNot: [
          '^src/adapters/$1/',
          `^src/adapters/${oneOf(ADAPTERS.filter((one) => one.shared).map((one) => one.name))}/`,
        ],
      },
    },
    ...ADAPTERS.flatMap(({ name, packages }) =>
      rule(
        `packages-of-${name}`,
        "An adapter would reach for another thing's package. Say in house.ts what it is for, or leave it to its own adapter.",
        `^src/adapters/${name}/`,
        packagesBut(packages),
      ),
    ),
    {
      name: 'nothing-imports-bot',
      comment: 'Bot is the composition: whoever imports it drags every part along.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/bot/' },
      to: { path: '^src/bot/' },
    },
    ...rule('product-knows-no-test', 'The product would behave differently for its own simulation.', '^src/', [
      '^(simulators|test|bench|manifest)/',
    ]),
    ...rule(
      'product-needs-no-dev-package',
      'It would be missing where the product is installed.',
      '^src/',
      anyOf(devPackages, (names) => `(^|/)node_modules/${names}/`),
    ),
    {
      name: 'simulators-are-witnesses',
      comment: 'A simulation that shares code with what it tests, or with another, repeats its mistakes.',
      severity: 'error',
      from: { path: `^simulators/${oneOf(SIMULATORS)}/` },
      to: { path: '^(src|simulators|bench|manifest|test)/', pathNot: '^simulators/$1/' },
    },
    ...rule(
      'tests-are-nobodys-part',
      'What a test alone keeps in order would carry something else.',
      '^(simulators|bench|manifest)/',
      ['^test/'],
    ),
    {
      name: 'no-circles',
      comment: 'Modules in a circle can only be understood together.',
      severity: 'error',
      from: { path: '^(src|simulators|bench|manifest)/' },
      to: { circular: true },
    },
  ];
}

/** No rule at all where there is nothing to forbid. */
function rule(name: string, comment: string, from: string, to: readonly string[]): HouseRule[] {
  if (to.length === 0) return [];
  return [{ name, comment, severity: 'error', from: { path: from }, to: { path: [...to] } }];
}

const oneOf = (names: readonly string[]): string => `(${names.join('|')})`;

function anyOf(names: readonly string[], toPath: (names: string) => string): string[] {
  return names.length === 0 ? [] : [toPath(oneOf(names))];
}

/** Every package but these. */
function packagesBut(packages: readonly string[]): string[] {
  return [packages.length === 0 ? '(^|/)node_modules/' : `(^|/)node_modules/(?!${oneOf(packages)}/)`];
}
