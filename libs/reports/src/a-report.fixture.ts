import { Catalogue } from '#catalogue';
import { IndicatorDocument, UnitDocument, type Principal } from '#contracts';
import { UnitTree } from '#units';

/** A report that is accepted as it is. */
export const aReport = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  reportId: 'r-1',
  indicator: 'budget-revenue',
  unit: 'd1-ben-nghe',
  period: '2024-06',
  value: '12.5',
  ...changes,
});

export const aWard = (changes: Partial<Principal> = {}): Principal => ({
  keyId: 'key-1',
  name: 'Bến Nghé',
  roles: ['ward-reporter'],
  units: ['d1-ben-nghe'],
  ...changes,
});

export const anAdministrator: Principal = {
  keyId: 'key-0',
  name: 'administrator',
  roles: ['administrator'],
  units: [],
};

const MERGER = '2025-07-01';

/** District 1 and the two wards that carry its codes on: 26740 was Bến Nghé and is Sài Gòn. */
const units = [
  { id: 'd1', code: '760', name: { vi: 'Quận 1' }, level: 'district' },
  { id: 'd1-ben-nghe', code: '26740', name: { vi: 'Phường Bến Nghé' }, parent: 'd1' },
  {
    id: 'd1-da-kao',
    code: '26737',
    name: { vi: 'Phường Đa Kao', en: 'Da Kao ward' },
    parent: 'd1',
  },
  { id: 'hcmc', code: '79', name: { vi: 'Thành phố Hồ Chí Minh' }, level: 'province' },
  { id: 'hcmc-sai-gon', code: '26740', name: { vi: 'Phường Sài Gòn' }, parent: 'hcmc' },
].map((unit, index) => {
  const validity = unit.id.startsWith('d1') ? { validTo: MERGER } : {};
  const validFrom = unit.id === 'hcmc-sai-gon' ? MERGER : '1976-07-02';
  return {
    no: index + 1,
    ...UnitDocument.parse({ level: 'ward', validFrom, ...validity, ...unit }),
  };
});

const indicator = (code: string, changes: Record<string, unknown>) =>
  IndicatorDocument.parse({
    code,
    name: { vi: `Chỉ tiêu ${code}` },
    sector: 'economy',
    unitOfMeasure: 'tỷ đồng',
    direction: 'up',
    frequency: 'month',
    reportedBy: 'ward',
    acrossUnits: 'sum',
    acrossTime: 'sum',
    ...changes,
  });

const ratio = { value: 'ratio', acrossUnits: 'ratio', acrossTime: 'last' };
const indicators = [
  indicator('budget-revenue', { bounds: { min: '0', max: '1000' } }),
  indicator('e-health-record', {
    ...ratio,
    frequency: 'quarter',
    factor: '100',
    bounds: { min: '0', max: '100' },
  }),
  indicator('school-built', { value: 'done', acrossUnits: 'own', acrossTime: 'last' }),
  indicator('new-members', { dimensions: { sex: ['female', 'male'], age: ['dưới 30', '30+'] } }),
  indicator('deadline-month', { calendar: 'decree-09-2019' }),
].map((document, index) => ({ no: index + 11, ...document }));

/** A small catalogue of District 1; documents may be replaced. */
export const aCatalogue = (changes: { version?: number; without?: string } = {}): Catalogue =>
  new Catalogue({
    version: changes.version ?? 7,
    units: new UnitTree(units),
    calendars: [
      {
        code: 'decree-09-2019',
        monthStartsOn: 15,
        holidays: [],
        workingSaturdays: [],
        deadlines: [],
      },
    ],
    indicators: indicators.filter(({ code }) => code !== changes.without),
    resolutions: [],
    targets: [],
    rules: [],
    channels: [],
  });
