import { MASKED_SECRET, type Principal } from '#contracts';
import type { DocumentRow } from './document-store.js';
import { LoadedDocuments } from './loaded-documents.js';
import { changesIn } from './model/changes.js';
import { Draft } from './model/draft.js';
import { recomputeFor, targetsRecomputed } from './model/recompute.js';
import { withKeptSecrets } from './model/secrets.js';
import { validate, type Surroundings } from './model/validate.js';
import { parseBundle } from './parse-bundle.js';
import { scheduleReader } from './schedule-reader.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- bundles are what senders send */
export type Bundle = Record<string, any[]>;

export const administrator: Principal = {
  keyId: 'a',
  name: 'admin',
  roles: ['administrator'],
  units: [],
};
export const planner: Principal = {
  keyId: 'p',
  name: 'planner',
  roles: ['planner'],
  units: ['d1'],
};
export const isMask = (secret: string) => secret === MASKED_SECRET;
export const surroundings: Surroundings = {
  ...scheduleReader,
  isAllowedHost: (host) => host !== '10.0.0.1',
  isMask,
};

export const unit = (id: string, code: string, level: string, parent?: string) => ({
  id,
  code,
  name: { vi: id },
  level,
  ...(parent ? { parent } : {}),
  validFrom: '2000-01-01',
});
export const indicator = (code: string, more: object) => ({
  code,
  name: { vi: code },
  sector: 'culture-society',
  unitOfMeasure: '%',
  direction: 'up',
  frequency: 'month',
  reportedBy: 'ward',
  acrossUnits: 'sum',
  acrossTime: 'last',
  ...more,
});
export const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

const BUNDLE: Bundle = {
  units: [
    unit('hcmc', '79', 'city'),
    unit('d1', '760', 'district', 'hcmc'),
    unit('d1-ben-nghe', '26740', 'ward', 'd1'),
    unit('d1-da-kao', '26737', 'ward', 'd1'),
  ],
  calendars: [{ code: 'decree-09-2019', monthStartsOn: 15 }],
  indicators: [
    indicator('e-health-record', {
      frequency: 'quarter',
      value: 'ratio',
      factor: 100,
      acrossUnits: 'ratio',
    }),
    indicator('budget-revenue', {
      sector: 'economy',
      calendar: 'decree-09-2019',
      acrossTime: 'sum',
    }),
    indicator('waste-collected', {}),
  ],
  resolutions: [
    {
      code: 'd1-xii',
      name: { vi: 'Nghị quyết' },
      unit: 'd1',
      term: { from: '2020-01-01', to: '2025-12-31' },
      programmes: [{ code: 'smart-commerce', name: { vi: 'Thương mại' } }],
      items: [
        { number: 1, indicator: 'e-health-record', programme: 'smart-commerce' },
        { number: 2, indicator: 'budget-revenue' },
      ],
      targets: [
        {
          id: 'health-d1',
          indicator: 'e-health-record',
          unit: 'd1',
          kind: 'reach',
          baseline: { value: '40', period: '2019' },
          horizons: [{ period: '2025', min: '95' }],
        },
        {
          id: 'revenue-d1',
          indicator: 'budget-revenue',
          unit: 'd1',
          kind: 'annual',
          window: { from: '2021', to: '2025' },
          plans: [{ year: 2024, min: '74610' }],
        },
        {
          id: 'waste-ward',
          indicator: 'waste-collected',
          unit: 'd1-ben-nghe',
          kind: 'maintain',
          min: 95,
        },
      ],
    },
  ],
  channels: [
    { code: 'planners', kind: 'webhook', url: 'https://example.org/hook', secret: SECRET },
  ],
  rules: [
    {
      code: 'off-track',
      name: { vi: 'Nguy cơ' },
      severity: 'critical',
      scope: { unit: 'd1' },
      when: { status: ['off-track', 'missed'] },
      notify: ['planners'],
    },
  ],
};

/** A district with two wards, three indicators, a resolution, a channel and a rule; illustrative. */
export function aBundle(change: (bundle: Bundle) => void = () => undefined): Bundle {
  const bundle = structuredClone(BUNDLE);
  change(bundle);
  return bundle;
}

export const nothing = LoadedDocuments.none;

/** What would be kept after a bundle, as the tables would give it back. */
export function kept(bundle: Bundle, before = nothing): LoadedDocuments {
  const draft = new Draft(before.catalogue, parseBundle(bundle));
  const problems = validate(draft, administrator, surroundings);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const numbers = new Map<string, number>();
  for (const { code, no } of [...before.catalogue.targets.map((t) => ({ code: t.id, no: t.no }))]) {
    numbers.set(`targets/${code}`, no);
  }
  const rows = changesIn(draft).all.map((change, index): DocumentRow => ({
    ...change,
    no: numbers.get(`${change.collection}/${change.code}`) ?? before.version * 1000 + index + 1,
    ended: change.outcome === 'ended',
  }));
  return before.with(before.version + 1, rows);
}

export const problemsOf = (bundle: unknown, before = nothing, by = administrator) => {
  const proposal = withKeptSecrets(parseBundle(bundle), before.catalogue, isMask);
  return validate(new Draft(before.catalogue, proposal), by, surroundings).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
};

export function changing(before: LoadedDocuments, bundle: unknown) {
  const draft = new Draft(before.catalogue, parseBundle(bundle));
  const changes = changesIn(draft);
  const recompute = recomputeFor(draft, changes);
  const codes = changes.all.map(
    ({ collection, code, outcome }) => `${collection}/${code} ${outcome}`,
  );
  const { created, changed, unchanged } = changes;
  return {
    created,
    changed,
    unchanged,
    codes,
    recompute,
    targets: targetsRecomputed(draft, recompute),
  };
}
