/** How large a country is measured; the defaults are the country since July 2025. */
export interface Size {
  readonly provinces: number;
  readonly wards: number;
}

export const COUNTRY: Size = { provinces: 34, wards: 3321 };

/** The day of the bench: January is being reported and February runs. */
export const NOW = '2024-02-20T08:00:00+07:00';

/** The kinds of indicators of a term, and how many there are of each: 41 together. */
const MIX = [
  { count: 15, code: 'flow', acrossUnits: 'sum', acrossTime: 'sum', bounds: { min: '0' } },
  { count: 8, code: 'stock', acrossUnits: 'sum', acrossTime: 'last' },
  { count: 10, code: 'share', acrossUnits: 'ratio', acrossTime: 'last', value: 'ratio' },
  { count: 4, code: 'mean', acrossUnits: 'mean', acrossTime: 'last' },
  { count: 2, code: 'done', acrossUnits: 'mean', acrossTime: 'last', value: 'done' },
  { count: 2, code: 'own', acrossUnits: 'own', acrossTime: 'last' },
];

export interface CountryIndicator {
  readonly code: string;
  readonly value: string;
  readonly acrossUnits: string;
  readonly acrossTime: string;
}

export const INDICATORS: readonly CountryIndicator[] = MIX.flatMap(({ count, code, ...rest }) =>
  Array.from({ length: count }, (_, index) => ({
    code: `${code}-${index + 1}`,
    name: { vi: `${code} ${index + 1}` },
    sector: 'economy',
    unitOfMeasure: 'x',
    direction: 'up',
    frequency: 'month',
    reportedBy: 'ward',
    value: 'plain',
    ...(rest.value === 'ratio' && { factor: '100' }),
    ...rest,
  })),
);

export const wardsOf = ({ wards }: Size): string[] =>
  Array.from({ length: wards }, (_, index) => `ward-${index + 1}`);

/** A country, its provinces and their wards, 41 indicators, and a target for every indicator of every unit. */
export function aCountry(size: Size) {
  const provinces = Array.from({ length: size.provinces }, (_, index) => `province-${index + 1}`);
  const units = [
    unit('country', 'country'),
    ...provinces.map((id) => unit(id, 'province', 'country')),
    ...wardsOf(size).map((id, index) => unit(id, 'ward', provinces[index % size.provinces])),
  ];
  return {
    units,
    indicators: INDICATORS,
    resolutions: [
      {
        code: 'country-i',
        name: { vi: 'Nghị quyết (minh họa)' },
        unit: 'country',
        term: { from: '2024-01-01', to: '2025-12-31' },
        targets: INDICATORS.flatMap((indicator) =>
          units.map(({ id, level }) => target(indicator, id, level)),
        ),
      },
    ],
  };
}

function unit(id: string, level: string, parent?: string) {
  const name = { vi: id };
  return { id, code: id, name, level, validFrom: '2000-01-01', ...(parent && { parent }) };
}

/** Sums have a plan for each year; of the others every second climbs from a baseline, the rest is kept. */
function target({ code, acrossTime }: CountryIndicator, unitId: string, level: string) {
  const common = { id: `${code}-${unitId}`, indicator: code, unit: unitId };
  const scale = { country: 1_000_000, province: 30_000 }[level] ?? 400;
  if (acrossTime === 'sum') {
    const plans = [2024, 2025].map((year) => ({ year, min: String(scale * 12) }));
    return { ...common, kind: 'annual', plans };
  }
  if (Number(code.at(-1)) % 2 === 0) return { ...common, kind: 'maintain', min: '40', margin: '5' };
  return {
    ...common,
    kind: 'reach',
    baseline: { value: '10', period: '2023-12' },
    horizons: [{ period: '2025-12', min: '95' }],
  };
}
