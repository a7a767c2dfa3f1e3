/** The layers: core <- adapters/* <- bot. Each rule says what a breach would mean. */
export default {
  forbidden: [
    {
      name: 'core-knows-no-adapter',
      comment: 'Core would depend on one chat platform, one database or one cloud.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(adapters|bot|sandbox)/' },
    },
    {
      name: 'core-uses-few-packages',
      comment: 'Core is plain logic. A package that does I/O belongs to an adapter.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: 'node_modules/(zod|ulid)/' },
    },
    {
      name: 'core-has-no-built-ins',
      comment: 'Files, sockets and processes are effects: name a port and let an adapter do it.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-stand-alone',
      comment: 'Two adapters would have to be changed, tested and replaced together. All may share the HTTP client.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/(?:$1|http)/' },
    },
    {
      name: 'nothing-imports-bot',
      comment: 'Bot is the composition: whoever imports it drags every part along.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/bot/' },
      to: { path: '^src/bot/' },
    },
    {
      name: 'adapters-know-no-sandbox',
      comment: 'The product would behave differently for its own simulation.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'sandbox-is-a-witness',
      comment: 'A simulation that shares code with what it tests repeats its mistakes.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/(core|adapters|bot)/' },
    },
    {
      name: 'no-circles',
      comment: 'Modules in a circle can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
