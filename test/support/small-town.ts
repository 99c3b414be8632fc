/**
 * A town small enough to know by heart: one district, three wards, three indicators, a rule of each
 * sort that end-to-end and fault tests need. Its documents are illustrative.
 */
export const WARDS = ['town-north', 'town-south', 'town-river'] as const;

export const smallTown = (channelUrl?: string) => ({
  units: [
    unit('town', '900', 'district'),
    ...WARDS.map((id, index) => ({ ...unit(id, `9000${index}`, 'ward'), parent: 'town' })),
  ],
  indicators: [
    {
      ...indicator('budget-revenue', 'economy', 'month'),
      unitOfMeasure: 'tỷ đồng',
      acrossUnits: 'sum',
      acrossTime: 'sum',
      bounds: { min: '0' },
    },
    {
      ...indicator('e-health-record', 'culture-society', 'quarter'),
      unitOfMeasure: '%',
      value: 'ratio',
      factor: '100',
      acrossUnits: 'ratio',
      acrossTime: 'last',
    },
    {
      ...indicator('waste-collected', 'culture-society', 'month'),
      unitOfMeasure: '%',
      value: 'ratio',
      factor: '100',
      acrossUnits: 'ratio',
      acrossTime: 'last',
    },
  ],
  resolutions: [
    {
      code: 'town-i',
      name: { vi: 'Nghị quyết thị trấn lần thứ I (minh họa)' },
      unit: 'town',
      term: { from: '2023-01-01', to: '2025-12-31' },
      programmes: [{ code: 'clean-town', name: { vi: 'Thị trấn sạch' } }],
      items: [
        { number: 1, indicator: 'budget-revenue' },
        { number: 2, indicator: 'e-health-record' },
        { number: 3, indicator: 'waste-collected', programme: 'clean-town' },
      ],
      targets: ['town', ...WARDS].flatMap((id) => [
        {
          id: `revenue-${id}`,
          indicator: 'budget-revenue',
          unit: id,
          kind: 'annual',
          plans: [2023, 2024, 2025].map((year) => ({ year, min: id === 'town' ? '3600' : '1200' })),
        },
        {
          id: `health-${id}`,
          indicator: 'e-health-record',
          unit: id,
          kind: 'reach',
          baseline: { value: '40', period: '2022' },
          horizons: [{ period: '2025-Q4', min: '95' }],
        },
        { id: `waste-${id}`, indicator: 'waste-collected', unit: id, kind: 'maintain', min: '95' },
      ]),
    },
  ],
  rules: [
    {
      code: 'off-track',
      name: { vi: 'Nguy cơ không đạt' },
      severity: 'critical',
      when: { status: ['off-track', 'missed'] },
      schedule: { every: 'PT2S' },
      notify: channelUrl ? ['planners'] : [],
    },
  ],
  channels: channelUrl
    ? [{ code: 'planners', kind: 'webhook', url: channelUrl, secret: WEBHOOK_SECRET }]
    : [],
});

/** Base64 of 24 known bytes; for tests only. */
export const WEBHOOK_SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

const unit = (id: string, code: string, level: string) => ({
  id,
  code,
  name: { vi: id },
  level,
  validFrom: '2000-01-01',
});

const indicator = (code: string, sector: string, frequency: string) => ({
  code,
  name: { vi: code },
  sector,
  direction: 'up',
  frequency,
  reportedBy: 'ward',
});
