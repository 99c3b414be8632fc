/**
 * A province to try everything on: three levels, wards that come and go, every operator over units and
 * over time, targets of every kind on every level.
 */
const unit = (id: string, level: string, parent?: string, from = '2000-01-01', to?: string) => ({
  id,
  code: id,
  name: { vi: id },
  level,
  ...(parent && { parent }),
  validFrom: from,
  ...(to && { validTo: to }),
});

export const PLACES = ['p', 'd1', 'd2', 'w1', 'w2', 'w3', 'w4', 'w5'];
export const REPORTING = ['w1', 'w2', 'w3', 'w4', 'w5'];

const indicator = (code: string, acrossUnits: string, acrossTime: string, more = {}) => ({
  code,
  name: { vi: code },
  sector: 'economy',
  unitOfMeasure: 'x',
  direction: 'up',
  frequency: 'month',
  reportedBy: 'ward',
  acrossUnits,
  acrossTime,
  ...more,
});

const ratio = { value: 'ratio', factor: '100' };

export const INDICATORS = [
  indicator('sum-sum', 'sum', 'sum', { bounds: { min: '0' } }),
  indicator('sum-last', 'sum', 'last'),
  indicator('mean-last', 'mean', 'last'),
  indicator('mean-sum', 'mean', 'sum'),
  indicator('sum-mean', 'sum', 'mean'),
  indicator('min-last', 'min', 'last'),
  indicator('max-max', 'max', 'max'),
  indicator('ratio-last', 'ratio', 'last', ratio),
  indicator('ratio-ratio', 'ratio', 'ratio', ratio),
  indicator('ratio-mean', 'mean', 'last', ratio),
  indicator('ratio-min', 'min', 'min', ratio),
  indicator('own-last', 'own', 'last'),
  indicator('done-mean', 'mean', 'last', { value: 'done' }),
  indicator('quarterly', 'sum', 'sum', { frequency: 'quarter' }),
];

const isFlow = (code: string) => /-sum$|quarterly/.test(code);

/** On every place an annual target and a total (one of them a ceiling), and where it may be a floor and a course. */
function targetsFor(code: string, place: string) {
  const at = { indicator: code, unit: place };
  const from = code === 'quarterly' ? '2024-Q1' : '2024-01';
  const to = code === 'quarterly' ? '2025-Q2' : '2025-06';
  const window = { from, to };
  const plans = [2024, 2025].map((year) => ({ year, min: '40' }));
  return [
    { id: `${code}-annual-${place}`, ...at, kind: 'annual', plans, window },
    { id: `${code}-total-${place}`, ...at, kind: 'total', max: '60', window },
    { id: `${code}-keep-${place}`, ...at, kind: 'maintain', min: '5', margin: '2', window },
    ...(isFlow(code)
      ? []
      : [
          {
            id: `${code}-reach-${place}`,
            ...at,
            kind: 'reach',
            window,
            baseline: { value: '0', period: '2023' },
            horizons: [
              { period: '2024-06', min: '10' },
              { period: '2025-06', min: '20' },
            ],
          },
        ]),
  ];
}

export const aProvince = () => ({
  units: [
    unit('p', 'province'),
    unit('d1', 'district', 'p'),
    unit('d2', 'district', 'p', '2000-01-01', '2024-06-01'),
    unit('w1', 'ward', 'd1'),
    unit('w2', 'ward', 'd1', '2000-01-01', '2024-05-01'),
    unit('w3', 'ward', 'd1', '2024-05-01'),
    unit('w4', 'ward', 'd2', '2000-01-01', '2024-06-01'),
    unit('w5', 'ward', 'p'),
  ],
  indicators: INDICATORS,
  resolutions: [
    {
      code: 'p-i',
      name: { vi: 'p-i' },
      unit: 'p',
      term: { from: '2024-01-01', to: '2025-12-31' },
      targets: INDICATORS.flatMap(({ code }) => PLACES.flatMap((place) => targetsFor(code, place))),
    },
  ],
});
