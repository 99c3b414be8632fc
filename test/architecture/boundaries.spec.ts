import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = resolve('.dependency-cruiser.cjs');

/** A planted violation must fail: rules that forbid nothing would pass silently. */
describe('the boundaries', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'tiendo-boundaries-'));
    plant('tsconfig.json', '{ "compilerOptions": { "module": "nodenext" } }');
    for (const lib of ['contracts', 'platform', 'units', 'reports', 'progress']) {
      plant(`libs/${lib}/src/index.ts`, 'export {};');
    }
    plant('apps/api/src/api.module.ts', 'export {};');
  });

  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  function plant(path: string, content: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }

  function cruise(): string {
    try {
      const args = [CRUISER, '--config', RULES, 'apps', 'libs'];
      execFileSync(process.execPath, args, { cwd: tree, stdio: 'pipe', env: plainEnvironment() });
      return 'no violation';
    } catch (failure) {
      return String((failure as { stdout: Buffer }).stdout);
    }
  }

  test('a tree that keeps the rules passes', () => {
    expect(cruise()).toBe('no violation');
  });

  test.each([
    [
      'units-imports-only-what-stands-above-it',
      'libs/units/src/x.ts',
      '../../reports/src/index.js',
    ],
    ['platform-imports-none-of-ours', 'libs/platform/src/x.ts', '../../units/src/index.js'],
    ['libs-do-not-know-apps', 'libs/units/src/x.ts', '../../../apps/api/src/api.module.js'],
    ['apps-do-not-know-one-another', 'apps/ingest/src/x.ts', '../../api/src/api.module.js'],
    ['model-is-pure', 'libs/units/src/model/x.ts', 'node:fs'],
    ['model-is-pure', 'libs/units/src/model/x.ts', '../index.js'],
    ['no-unresolvable', 'libs/units/src/x.ts', './nothing.js'],
  ])('%s: %s may not import %s', (rule, from, to) => {
    plant(from, `import '${to}';`);
    expect(cruise()).toContain(rule);
  });

  test('a lib has one door', () => {
    plant('libs/units/src/inner.ts', 'export {};');
    plant('libs/reports/src/x.ts', "import '../../units/src/inner.js';");
    expect(cruise()).toContain('one-door-per-lib');
  });

  test('standalone composes modules, not what is inside an app', () => {
    plant('apps/api/src/inner.ts', 'export {};');
    plant('apps/standalone/src/x.ts', "import '../../api/src/inner.js';");
    expect(cruise()).toContain('standalone-composes-modules');
  });

  test('a cycle is found', () => {
    plant('libs/units/src/a.ts', "import './b.js';");
    plant('libs/units/src/b.ts', "import './a.js';");
    expect(cruise()).toContain('no-cycles');
  });
});

function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return rest;
}
