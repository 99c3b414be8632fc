/** What the documentation shows; the figures are illustrative. */
export const item = {
  targetId: 'd1-xii-05-ben-nghe',
  kind: 'reach',
  resolution: 'd1-xii',
  programme: 'happy-families',
  sector: 'culture-society',
  indicator: 'e-health-record',
  unit: 'd1-ben-nghe',
  asOf: '2025-05-20',
  period: '2025-Q1',
  actual: '78.5',
  expected: '88.25',
  target: { min: '95' },
  pace: '0.7891',
  status: 'at-risk',
  method: 'pace/1',
  standing: 'official',
  completeness: { due: 1, reported: 1 },
  overduePeriods: 0,
  position: '0000000000004711',
};

export const page = { items: [item], next: null };

export const series = {
  items: [
    {
      period: '2024-Q4',
      value: '74.2',
      standing: 'official',
      completeness: { due: 1, reported: 1 },
    },
    {
      period: '2025-Q1',
      value: null,
      standing: null,
      reason: 'no-report',
      completeness: { due: 1, reported: 0 },
    },
  ],
};

export const explanation = {
  targetId: item.targetId,
  asOf: item.asOf,
  item,
  terms: {
    id: item.targetId,
    indicator: item.indicator,
    unit: item.unit,
    kind: 'reach',
    baseline: { value: '42', period: '2020' },
    horizons: [{ period: '2025', min: '95' }],
  },
  method: { name: 'pace', version: '1' },
  thresholds: { onTrack: '0.95', atRisk: '0.60' },
  baseline: '42',
  formula: 'p = (a - b) / (E - b)',
  facts: [
    {
      period: '2025-Q1',
      amount: '7850',
      denominator: '10000',
      due: 1,
      reported: 1,
      counted: true,
    },
  ],
  nearestFlip: { actual: '85.9375', change: '7.4375', inclusive: true, status: 'on-track' },
};

export const submissions = {
  items: [
    {
      indicator: item.indicator,
      unit: item.unit,
      period: '2025-Q1',
      deadline: '2025-04-01',
      state: 'late',
      receivedAt: '2025-04-03T02:11:09.120Z',
      standing: 'official',
    },
  ],
  next: null,
};
