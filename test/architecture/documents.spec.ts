import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const documents = ['README.md', ...markdownIn('docs'), ...markdownIn('examples')];

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Documents that point at files that are gone mislead worse than none. */
describe('the documents', () => {
  test.each(documents)('%s: every path it links exists', (document) => {
    const text = readFileSync(document, 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map((m) => m[1]!);
    const broken = links.filter((link) => !existsSync(join(dirname(document), link)));
    expect(broken).toEqual([]);
  });

  test('every runtime dependency has its reason in docs/dependencies.md', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const reasons = readFileSync('docs/dependencies.md', 'utf8');
    const unexplained = Object.keys(dependencies).filter(
      (name) => !reasons.includes(`\`${name}\``),
    );
    expect(unexplained).toEqual([]);
  });
});
