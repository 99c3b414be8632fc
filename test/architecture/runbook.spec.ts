import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allMigrations } from '#application';
import { readCompose } from '../support/compose.js';
import { machineAlerts } from '../support/monitoring.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const text = readFileSync('docs/runbook.md', 'utf8');
const { services, volumes } = readCompose();
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, unknown>>;
};

/** The sections of second level, each with what stands in it. */
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n').split(/^# /m)[0] ?? ''] as const;
    }),
);
const found = (pattern: RegExp) => [...text.matchAll(pattern)];
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');

/** At night nobody has the time to find out what a document meant. */
describe('the runbook', () => {
  test.each(machineAlerts().map(({ alert }) => alert))(
    'says of %s what it means, how to see it, what to do',
    (alert) => {
      const section = sections.get(alert) ?? '';
      for (const part of ['**Means.**', '**See']) expect(section).toContain(part);
      expect(section).toMatch(/\*\*(?:Do\.|See and do\.)\*\*/);
    },
  );

  test('has no alert that there is none of', () => {
    const known = machineAlerts().map(({ alert }) => alert);
    const named = found(/\bTiendo[A-Z]\w+/g).map(([name]) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each([
    'Parked facts',
    'A stuck consumer',
    'A full disk',
    'Backup and restore',
    "Rotating the administrator's key",
  ])('has a section on what comes without an alert: %s', (heading) =>
    expect(sections.has(heading)).toBe(true),
  );

  test('refers to sections that it has', () => {
    const anchors = [...sections.keys()].map(anchorOf);
    const referred = found(/\]\(#([^)]+)\)/g).map(([, anchor]) => anchor!);
    expect(referred.length).toBeGreaterThan(0);
    expect(referred.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  test('asks the API for routes that there are', () => {
    const asked = [
      ...found(/curl -sS(?: -X (\w+))? "\$URL([^"?]*)/g),
      ...found(/`(GET|POST|PUT|DELETE) (\/[\w/-]*)`/g),
    ].map(([, method = 'GET', path]) => ({ method: method.toLowerCase(), path: path! }));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((one) => !isRoute(one))).toEqual([]);
  });

  test('names services, volumes and files of docker-compose.yml', () => {
    const named = [
      ...found(/docker compose (?:exec(?: --no-TTY)?|restart) ([a-z]+)/g),
      ...found(/docker compose (?:create|logs --since \w+) ([a-z ]+)/g),
      ...found(/docker compose up --detach (?:--scale )?([a-z]+)/g),
    ].flatMap(([, names]) => names!.trim().split(' '));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in services))).toEqual([]);
    const kept = found(/tiendo_([a-z]+)\b/g).map(([, name]) => name!);
    expect(kept.filter((name) => !(name in volumes))).toEqual([]);
    const images = found(/postgres:[\d.]+/g).map(([image]) => image);
    expect(new Set(images)).toEqual(new Set([services['postgres']!.image]));
  });

  test('is what the alerts point to', () => {
    for (const { annotations } of machineAlerts()) {
      const [file = '', anchor] = (annotations['runbook'] ?? '').split('#');
      expect(existsSync(file)).toBe(true);
      expect([...sections.keys()].map(anchorOf)).toContain(anchor);
    }
  });

  describe('asks the database', () => {
    let under: TestDatabase;
    beforeAll(async () => {
      under = await testDatabase(allMigrations);
    });
    afterAll(() => under.drop());

    const statements = new Set(found(/sql "([^"]+)"/g).map(([, statement]) => statement!));
    test.each([...statements])('%s', async (statement) => {
      await expect(under.database.query(statement)).resolves.toBeDefined();
    });
  });
});

/** A path with values in it is the route whose template it fits. */
function isRoute({ method, path }: { method: string; path: string }): boolean {
  return Object.entries(paths).some(([template, operations]) => {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
    return method in operations && pattern.test(path);
  });
}
