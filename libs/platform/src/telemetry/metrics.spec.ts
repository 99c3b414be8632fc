import { expect, test } from '@jest/globals';
import { Metrics } from './metrics.js';

test('what Prometheus reads: reports, refusals by code, evaluations, deliveries, and the process', async () => {
  const metrics = new Metrics();
  metrics.accepted.inc(3);
  metrics.refused.inc({ code: 'unknown-unit' });
  metrics.deliveries.inc({ outcome: 'delivered' });
  metrics.evaluationSeconds.observe(0.03);
  const text = await metrics.registry.metrics();
  expect(text).toContain('tiendo_reports_accepted_total 3');
  expect(text).toContain('tiendo_reports_refused_total{code="unknown-unit"} 1');
  expect(text).toContain('tiendo_deliveries_total{outcome="delivered"} 1');
  expect(text).toContain('tiendo_deliveries_total{outcome="abandoned"} 0');
  expect(text).toContain('tiendo_evaluation_seconds_bucket{le="0.05"} 1');
  expect(text).toContain('process_cpu_seconds_total');
});

test('a gauge is looked up when it is read', async () => {
  const metrics = new Metrics();
  let lag = 1;
  metrics.gauge('tiendo_lag', 'Lag', ['of'], () =>
    Promise.resolve([{ labels: { of: 'p' }, value: lag }]),
  );
  lag = 7;
  expect(await metrics.registry.metrics()).toContain('tiendo_lag{of="p"} 7');
});

test('what a gauge has no value for any more is told no more', async () => {
  const metrics = new Metrics();
  const parked = [{ labels: { of: 'alerts' }, value: 2 }];
  metrics.gauge('tiendo_parked', 'Parked', ['of'], () => Promise.resolve(parked));
  expect(await metrics.registry.metrics()).toContain('tiendo_parked{of="alerts"} 2');
  parked.pop();
  expect(await metrics.registry.metrics()).not.toContain('of="alerts"');
});
