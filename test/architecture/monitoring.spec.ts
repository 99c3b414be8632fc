import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  type Configuration,
  Database,
  type EventLog,
  type JobQueue,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  VARIABLES,
} from '#platform';
import { separateApplications } from '../support/applications.js';
import { dashboardPanels, machineAlerts, scraped } from '../support/monitoring.js';
import { asked } from '../support/promql.js';

/** What Prometheus adds to everything it asks. */
const SCRAPED = ['job', 'instance'];

/** The labels of every series, by its name, as an application registers them. */
function series(): ReadonlyMap<string, readonly string[]> {
  const metrics = new Metrics();
  PlatformModule.register({
    configuration: { webhookAllow: [] } as unknown as Configuration,
    database: new Database(new pg.Pool()),
    eventLog: {} as EventLog,
    inboundMessages: new NoInboundMessages(),
    publishedTopics: new NoPublishedTopics(),
    jobQueue: {} as JobQueue,
    clock: new ManualClock(new Date(0)),
    metrics,
  });
  const found = new Map<string, readonly string[]>([['up', []]]);
  for (const metric of metrics.registry.getMetricsAsArray()) {
    const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] };
    found.set(name, labelNames);
    if ('buckets' in metric) {
      found.set(`${name}_bucket`, [...labelNames, 'le']);
      for (const part of ['count', 'sum']) found.set(`${name}_${part}`, labelNames);
    }
  }
  return found;
}

const known = series();
const alerts = machineAlerts();
const questions = [
  ...alerts.map(({ alert, expr }) => ({ of: alert, expr })),
  ...dashboardPanels().flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ of: title, expr })),
  ),
];
const labelsOf = (expr: string) => [
  ...SCRAPED,
  ...asked(expr).metrics.flatMap((metric) => known.get(metric) ?? []),
];
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

/** A question about a metric that is gone is answered with silence. */
describe('the dashboard and the alerts of the machine', () => {
  test.each(questions)('$of: $expr asks for what there is', ({ expr }) => {
    const { metrics, labels, unreadable } = asked(expr);
    expect(unreadable).toEqual([]);
    expect(metrics.filter((metric) => !known.has(metric))).toEqual([]);
    expect(labels.filter((label) => !labelsOf(expr).includes(label))).toEqual([]);
    expect(metrics.length).toBeGreaterThan(0);
  });

  test('a question that is wrong would be found', () => {
    expect(asked('rate(tiendo_x{code="a"}[5m]').unreadable).not.toEqual([]);
    expect(asked('sum by (a) (tiendo_x{b="c"})')).toMatchObject({
      metrics: ['tiendo_x'],
      labels: ['a', 'b'],
    });
  });

  test('every metric of ours is shown or watched', () => {
    const used = new Set(questions.flatMap(({ expr }) => asked(expr).metrics));
    const ours = [...known.keys()].filter((name) => /^tiendo_/.test(name));
    const base = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '');
    const bases = new Set([...used].map(base));
    expect(ours.filter((name) => !bases.has(base(name)))).toEqual([]);
  });

  test.each(alerts)(
    '$alert says how bad it is, what is the matter, and where to read on',
    (one) => {
      expect(['critical', 'warning']).toContain(one.labels['severity']);
      expect(one.annotations['runbook']).toBe(`docs/runbook.md#${one.alert.toLowerCase()}`);
      const said = [...(one.annotations['summary'] ?? '').matchAll(/\$labels\.(\w+)/g)];
      expect(
        said.map(([, label]) => label!).filter((label) => !labelsOf(one.expr).includes(label)),
      ).toEqual([]);
      if (one.for !== undefined) expect(one.for).toMatch(/^\d+[mh]$/);
    },
  );

  test('alerts and panels have names of their own', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const ids = dashboardPanels().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(dashboardPanels())(
    'the panel "$title" has room, and legends of labels that it has',
    (panel) => {
      expect(panel.gridPos.x + panel.gridPos.w).toBeLessThanOrEqual(24);
      for (const { expr, legendFormat } of panel.targets ?? []) {
        const said = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!);
        expect(said.filter((label) => !labelsOf(expr).includes(label))).toEqual([]);
      }
    },
  );

  test('every application is asked, where it answers', () => {
    const { jobs, rules } = scraped();
    const [job] = jobs;
    expect(job?.job_name).toBe('tiendo');
    expect(Object.keys(paths)).toContain(job?.metrics_path);
    const port = VARIABLES.TIENDO_HTTP_PORT.parse(undefined);
    const targets = job?.static_configs.flatMap((one) => one.targets);
    expect(targets?.sort()).toEqual(
      separateApplications()
        .map((name) => `${name}:${port}`)
        .sort(),
    );
    for (const file of rules) expect(existsSync(`deploy/prometheus/${file}`)).toBe(true);
  });
});
