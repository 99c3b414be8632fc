import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '#platform';
import { instructionsOf } from '../support/compose.js';

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
const of = (instruction: string) => instructionsOf(dockerfile, instruction);
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

/** There is no engine to build it in a test: what can be known without one is checked. */
describe('the image', () => {
  test('stands on one version of Node 24, written out', () => {
    const bases = of('FROM').map((line) => line.split(' ')[1]);
    expect(bases).toHaveLength(2);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:24\.\d+\.\d+-/);
  });

  test('is not run by root, and has no development packages', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(instructionsOf(last, 'USER')).toEqual(['USER node']);
    expect(instructionsOf(last, 'RUN').join()).toContain('npm ci --omit=dev');
  });

  test('is asked for its health at a route that there is, on the port it listens on', () => {
    const port = VARIABLES.TIENDO_HTTP_PORT.parse(undefined);
    const [asked = ''] = of('HEALTHCHECK');
    const path = /127\.0\.0\.1:\$\{process\.env\.TIENDO_HTTP_PORT \|\| (\d+)\}([\w/]+)/.exec(asked);
    expect(path?.slice(1)).toEqual([String(port), '/health/live']);
    expect(Object.keys(paths)).toContain('/health/live');
    expect(of('EXPOSE')).toEqual([`EXPOSE ${port}`]);
  });

  test('sets only variables that there are', () => {
    const set = of('ENV').flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name]) => name));
    const known = ['NODE_ENV', ...Object.keys(VARIABLES)];
    expect(set.filter((name) => !known.includes(name!))).toEqual([]);
  });

  test('copies what there is, and what .dockerignore lets through', () => {
    const open = readFileSync('.dockerignore', 'utf8').match(/^!.+$/gm) ?? [];
    const copied = of('COPY')
      .filter((line) => !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const path of copied)
      expect({ path, exists: existsSync(path) }).toMatchObject({ exists: true });
    expect(new Set(copied)).toEqual(new Set(open.map((line) => line.slice(1))));
  });

  test('starts a file that there is a source for', () => {
    const [, entry = ''] = JSON.parse(of('CMD')[0]!.slice('CMD '.length)) as string[];
    expect(existsSync(entry.replace('dist/', '').replace('.js', '.ts'))).toBe(true);
  });
});
