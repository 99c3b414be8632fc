import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  type AcceptedReport,
  AnnualTarget,
  type Bundle,
  type CalendarDocument,
  type ChannelDocument,
  IndicatorDocument,
  MaintainTarget,
  type Principal,
  ReachTarget,
  ResolutionDocument,
  RuleDocument,
  type SubmittedReport,
  TotalTarget,
  type UnitDocument,
} from '#contracts';

/**
 * Documents that are valid as they stand and fit together: ward Bến Nghé of District 1 reports
 * `e-health-record` by quarter under resolution `d1-xii`. A test names only what it is about.
 */
type But<Document> = Partial<Document>;

/** A ward of District 1 that is valid from 1976 on. */
export function aUnit(but: But<UnitDocument> = {}): UnitDocument {
  return {
    id: 'd1-ben-nghe',
    code: '26740',
    name: { vi: 'Phường Bến Nghé' },
    level: 'ward',
    parent: 'd1',
    validFrom: '1976-07-02',
    ...but,
  };
}

/** The unit above `aUnit()`. */
export function aDistrict(but: But<UnitDocument> = {}): UnitDocument {
  const district = { ...aUnit(), id: 'd1', code: '760', name: { vi: 'Quận 1' }, level: 'district' };
  return { ...without(district, 'parent'), ...but };
}

/** The statistical month from the 15th to the 14th. */
export function aCalendar(but: But<CalendarDocument> = {}): CalendarDocument {
  return {
    code: 'decree-09-2019',
    monthStartsOn: 15,
    holidays: [],
    workingSaturdays: [],
    deadlines: [{ level: 'ward', workingDaysAfterCutOff: 1 }],
    ...but,
  };
}

/** A share of residents, reported by wards each quarter as numerator and denominator. */
export function anIndicator(but: But<z.input<typeof IndicatorDocument>> = {}): IndicatorDocument {
  return IndicatorDocument.parse({
    code: 'e-health-record',
    name: { vi: 'Tỷ lệ người dân có hồ sơ sức khỏe điện tử' },
    sector: 'culture-society',
    unitOfMeasure: '%',
    direction: 'up',
    frequency: 'quarter',
    reportedBy: 'ward',
    value: 'ratio',
    factor: '100',
    acrossUnits: 'ratio',
    acrossTime: 'last',
    ...but,
  });
}

/** A sum of money, reported by wards each month as a plain value. */
export function aFlow(but: But<z.input<typeof IndicatorDocument>> = {}): IndicatorDocument {
  const flow = {
    ...without(anIndicator(), 'factor'),
    code: 'budget-revenue',
    name: { vi: 'Thu ngân sách nhà nước' },
    sector: 'economy',
    unitOfMeasure: 'tỷ đồng',
    frequency: 'month' as const,
    value: 'plain' as const,
    bounds: { min: '0' },
    acrossUnits: 'sum' as const,
    acrossTime: 'sum' as const,
  };
  return IndicatorDocument.parse({ ...flow, ...but });
}

const promised = {
  id: 'e-health-record-ben-nghe',
  indicator: 'e-health-record',
  unit: 'd1-ben-nghe',
};
const owed = { id: 'budget-revenue-ben-nghe', indicator: 'budget-revenue', unit: 'd1-ben-nghe' };

/** From 40 % in 2019 to 95 % at the end of 2025. */
export function aReachTarget(but: But<z.input<typeof ReachTarget>> = {}) {
  return ReachTarget.parse({
    ...promised,
    kind: 'reach',
    baseline: { value: '40', period: '2019' },
    horizons: [{ period: '2025-Q4', min: '95' }],
    ...but,
  });
}

/** At least 750 over the term. */
export function aTotalTarget(but: But<z.input<typeof TotalTarget>> = {}) {
  return TotalTarget.parse({ ...owed, kind: 'total', min: '750', ...but });
}

/** At least 1,200 in each year of the term. */
export function anAnnualTarget(but: But<z.input<typeof AnnualTarget>> = {}) {
  const plans = [2020, 2021, 2022, 2023, 2024, 2025].map((year) => ({ year, min: '1200' }));
  return AnnualTarget.parse({ ...owed, kind: 'annual', plans, ...but });
}

/** At least 95 in every period. */
export function aMaintainTarget(but: But<z.input<typeof MaintainTarget>> = {}) {
  return MaintainTarget.parse({ ...promised, kind: 'maintain', min: '95', ...but });
}

/** District 1's resolution for 2020-2025, with one indicator and one target. */
export function aResolution(but: But<z.input<typeof ResolutionDocument>> = {}): ResolutionDocument {
  return ResolutionDocument.parse({
    code: 'd1-xii',
    name: { vi: 'Nghị quyết Đại hội Đảng bộ Quận 1 lần thứ XII' },
    unit: 'd1',
    term: { from: '2020-01-01', to: '2025-12-31' },
    programmes: [
      { code: 'smart-commerce', name: { vi: 'Thương mại, dịch vụ, du lịch thông minh' } },
    ],
    items: [{ number: 1, indicator: 'e-health-record', programme: 'smart-commerce' }],
    targets: [aReachTarget()],
    ...but,
  });
}

/** Fires on red, at the first assessed period, for everything; looked at each quarter of an hour. */
export function aRule(but: But<z.input<typeof RuleDocument>> = {}): RuleDocument {
  return RuleDocument.parse({
    code: 'off-track',
    name: { vi: 'Nguy cơ không đạt' },
    severity: 'critical',
    when: { status: ['off-track', 'missed'] },
    ...but,
  });
}

/** A webhook on this machine, with a secret known to tests only. */
export function aChannel(but: But<ChannelDocument> = {}): ChannelDocument {
  return {
    code: 'planners',
    kind: 'webhook',
    url: 'http://127.0.0.1:9/alerts',
    secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
    ...but,
  };
}

/** Everything above that a process needs to accept `aReport()`, judge it, and raise an alert. */
export function aBundle(but: But<Bundle> = {}): Bundle {
  return {
    units: [aDistrict(), aUnit()],
    indicators: [anIndicator()],
    resolutions: [aResolution()],
    rules: [aRule()],
    ...but,
  };
}

/** What a ward sends: 60 of 100 residents in the second quarter of 2024. Each has an id of its own. */
export function aReport(but: But<SubmittedReport> = {}): SubmittedReport {
  const ratio = { numerator: '60', denominator: '100' };
  return {
    reportId: `report-${randomUUID()}`,
    indicator: 'e-health-record',
    unit: 'd1-ben-nghe',
    period: '2024-Q2',
    ...(but.value === undefined && but.done === undefined ? ratio : {}),
    ...but,
  };
}

/** What the log keeps of `aReport()`. */
export function anAcceptedReport(but: But<AcceptedReport> = {}): AcceptedReport {
  const { reportId = '', indicator, period } = aReport();
  const ratio = { numerator: '60', denominator: '100' };
  return {
    reportId,
    indicator,
    unit: 'd1-ben-nghe',
    period,
    standing: 'official',
    sender: 'Phường Bến Nghé',
    senderKey: 'ben-nghe',
    catalogueVersion: 1,
    fingerprint: reportId,
    ...(but.value === undefined && but.done === undefined ? ratio : {}),
    ...but,
  };
}

/** An administrator who sees everything. */
export function aPrincipal(but: But<Principal> = {}): Principal {
  return { keyId: 'key-1', name: 'Quản trị', roles: ['administrator'], units: [], ...but };
}

function without<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  name: Name,
): Omit<Whole, Name> {
  const { [name]: _, ...rest } = whole;
  return rest;
}
