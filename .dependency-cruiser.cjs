/** The architecture as a program: what may import what. `npm run boundaries`; a planted violation fails (test/architecture/boundaries.spec.ts). */
const order = [
  'contracts',
  'platform',
  'units',
  'catalogue',
  'reports',
  'progress',
  'alerts',
  'access',
  'application',
];
const free = ['contracts', 'platform'];

const below = order
  .filter((lib) => !free.includes(lib))
  .map((lib) => ({
    name: `${lib}-imports-only-what-stands-above-it`,
    comment: 'The libs are read in the order of the story; nobody goes back.',
    severity: 'error',
    from: { path: `^libs/${lib}/` },
    to: { path: `^libs/(${order.slice(order.indexOf(lib) + 1).join('|') || 'none'})/` },
  }));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no reading order.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...below,
    ...free.map((lib) => ({
      name: `${lib}-imports-none-of-ours`,
      comment: 'Contracts and platform know nothing of the field.',
      severity: 'error',
      from: { path: `^libs/${lib}/` },
      to: { path: '^(libs|apps|test)/', pathNot: `^libs/${lib}/` },
    })),
    {
      name: 'one-door-per-lib',
      comment: "A lib's index.ts is its only door.",
      severity: 'error',
      from: { path: '^(apps|libs|test)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^$1/$2/' },
    },
    {
      name: 'libs-do-not-know-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'apps-do-not-know-one-another',
      comment: 'Only standalone composes the others, and only by their modules.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'standalone-composes-modules',
      severity: 'error',
      from: { path: '^apps/standalone/' },
      to: { path: '^apps/(?!standalone/)', pathNot: '\\.module\\.ts$' },
    },
    {
      name: 'model-is-pure',
      comment:
        'No clock, chance, I/O, Nest or await in model/; only decimal arithmetic, and types of the contracts.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/model/', pathNot: '\\.(spec|fixture)\\.ts$' },
      to: {
        pathNot: '^libs/[^/]+/src/model/|node_modules/decimal\\.js',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'what-runs-imports-no-development-package',
      comment: 'The image is installed without them.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.(spec|fixture)\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.mjs$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
