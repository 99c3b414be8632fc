import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REFUSAL_CODES } from '#contracts';
import { ManualClock } from '#platform';
import { aCatalogue, anAdministrator, aReport, aWard } from './a-report.fixture.js';
import { judgeRow } from './judge-row.js';
import { knowledgeOf } from './knowledge-of.js';
import { worded } from './model/words.js';

const clock = new ManualClock(new Date('2024-08-20T03:00:00Z'));
const catalogue = aCatalogue();

function judge(sent: unknown, sender = aWard(), at = clock) {
  return judgeRow(sent, knowledgeOf(catalogue, sender, at), () => 'new-id');
}
const codes = (sent: unknown, sender = aWard(), at = clock) =>
  judge(sent, sender, at).refusals.map(({ pointer, code }) => `${pointer} ${code}`);

const aRatio = (changes: object = {}) =>
  aReport({
    indicator: 'e-health-record',
    period: '2024-Q2',
    value: undefined,
    numerator: '45',
    denominator: 60,
    ...changes,
  });

/** As JSON would bring it: without what is undefined. */
const sent = (report: object) => JSON.parse(JSON.stringify(report)) as object;

describe('a report that is taken', () => {
  test('is resolved and canonical', () => {
    const note = 'Số liệu của phòng tài chính';
    const { content, reportId } = judge(sent(aReport({ value: 12.5, note })));
    expect(reportId).toBe('r-1');
    expect(content).toEqual({
      indicator: 'budget-revenue',
      unit: 'd1-ben-nghe',
      period: '2024-06',
      value: '12.5',
      standing: 'official',
      note,
    });
  });

  test('gets an id where it brings none', () => {
    expect(judge(sent(aReport({ reportId: undefined }))).reportId).toBe('new-id');
  });

  test.each([
    ['digits beyond the indicator’s decimals are kept', aReport({ value: '0.123456789012345' })],
    ['a value at a bound is inside', aReport({ value: '1000' })],
    ['so is the other', aReport({ value: '-0.0' })],
    ['a ratio', aRatio()],
    [
      'a ratio at its bound, which no float could tell',
      aRatio({ numerator: '0.3', denominator: '0.3' }),
    ],
    [
      'a ratio of nothing, which gives no value to judge',
      aRatio({ numerator: '5', denominator: '0' }),
    ],
    ['done', aReport({ indicator: 'school-built', value: undefined, done: false })],
    ['an estimate', aReport({ standing: 'estimate' })],
    ['the period that runs', aReport({ period: '2024-08' })],
    [
      'a code with its name, however it is written',
      aReport({ unit: undefined, unitCode: '26740', unitName: 'P. BEN NGHE' }),
    ],
  ])('%s', (_, report) => {
    expect(judge(sent(report)).refusals).toEqual([]);
  });

  test('a report is taken from the first day of its period on, in the calendar’s time zone', () => {
    const report = sent(aReport({ period: '2024-09' }));
    const evening = new ManualClock(new Date('2024-08-31T16:59:59Z'));
    expect(codes(report, aWard(), evening)).toEqual(['/period period-in-future']);
    const midnight = new ManualClock(new Date('2024-08-31T17:00:00Z'));
    expect(codes(report, aWard(), midnight)).toEqual([]);
  });

  test('under a calendar whose months begin on the 15th, so does its period', () => {
    const report = sent(aReport({ indicator: 'deadline-month', period: '2024-09' }));
    expect(codes(report, aWard(), clock)).toEqual([]);
    expect(codes(report, aWard(), new ManualClock(new Date('2024-08-14T03:00:00Z')))).toEqual([
      '/period period-in-future',
    ]);
  });
});

describe('a code means a unit only with a period', () => {
  const byCode = (period: string, changes: object = {}) =>
    judge(
      sent(aReport({ unit: undefined, unitCode: '26740', period, ...changes })),
      anAdministrator,
      new ManualClock(new Date('2026-01-01T00:00:00Z')),
    );

  test('26740 is Bến Nghé until June 2025 and Sài Gòn from July on', () => {
    expect(byCode('2025-06').content?.unit).toBe('d1-ben-nghe');
    expect(byCode('2025-07').content?.unit).toBe('hcmc-sai-gon');
  });

  test('the name of the unit that had the code before is a mismatch', () => {
    expect(byCode('2025-07', { unitName: 'Phường Bến Nghé' }).refusals).toMatchObject([
      { pointer: '/unitName', code: 'code-name-mismatch', values: { unit: 'Phường Sài Gòn' } },
    ]);
  });

  test('a unit that is no more, by its id or by a code that no one carries on', () => {
    expect(byCode('2025-07', { unitCode: '26737' }).refusals).toMatchObject([
      { pointer: '/unitCode', code: 'unit-not-valid-in-period', because: 'no-more' },
    ]);
    expect(byCode('2025-07', { unitCode: undefined, unit: 'd1-ben-nghe' }).refusals).toMatchObject([
      { pointer: '/unit', code: 'unit-not-valid-in-period', because: 'no-more' },
    ]);
    expect(byCode('2025-06', { unitCode: undefined, unit: 'hcmc-sai-gon' }).refusals).toMatchObject(
      [{ pointer: '/unit', code: 'unit-not-valid-in-period', because: 'not-yet' }],
    );
  });
});

describe('a report that is refused', () => {
  test.each([
    ['/indicator unknown-indicator', aReport({ indicator: 'happiness' })],
    ['/indicator unknown-indicator', aReport({ indicator: 'Tổng thu' })],
    ['/indicator field-malformed', aReport({ indicator: 7 })],
    ['/indicator field-missing', aReport({ indicator: undefined })],
    ['/unit unknown-unit', aReport({ unit: 'd1-nowhere' })],
    ['/unit unknown-unit', aReport({ unit: 'Bến Nghé' })],
    ['/unitCode unknown-unit', aReport({ unit: undefined, unitCode: '99999' })],
    ['/unit field-missing', aReport({ unit: undefined })],
    ['/unitCode field-malformed', aReport({ unitCode: '26740' })],
    ['/unitName field-malformed', aReport({ unitName: 'Phường Bến Nghé' })],
    ['/unit unit-wrong-level', aReport({ unit: 'd1' }), aWard({ units: ['d1'] })],
    ['/unit not-permitted', aReport({ unit: 'd1-da-kao' })],
    ['/unit not-permitted', aReport(), aWard({ units: [] })],
    ['/period period-malformed', aReport({ period: '2024-13' })],
    ['/period period-malformed', aReport({ period: '6/2024' })],
    ['/period period-malformed', aReport({ period: 2024 })],
    ['/period field-missing', aReport({ period: undefined })],
    ['/period period-wrong-frequency', aReport({ period: '2024-Q2' })],
    ['/period period-in-future', aReport({ period: '2024-09' })],
    ['/value value-malformed', aReport({ value: '76.754,67' })],
    ['/value value-malformed', aReport({ value: '' })],
    ['/value value-malformed', aReport({ value: null })],
    ['/value value-malformed', aReport({ value: `0.${'1'.repeat(31)}` })],
    ['/value value-malformed', aReport({ value: 'NaN' })],
    ['/value value-out-of-bounds', aReport({ value: '1000.000000000000000000001' })],
    ['/value value-out-of-bounds', aReport({ value: '-0.01' })],
    [
      '/numerator value-out-of-bounds',
      aRatio({ numerator: '0.30000000000000001', denominator: '0.3' }),
    ],
    ['/denominator value-out-of-bounds', aRatio({ denominator: '-60' })],
    ['/value value-shape', aReport({ value: undefined })],
    ['/done value-shape', aReport({ done: true })],
    ['/denominator value-shape', aRatio({ denominator: undefined })],
    ['/value value-shape', aRatio({ value: '75' })],
    ['/done value-malformed', aReport({ indicator: 'school-built', value: undefined, done: 'có' })],
    [
      '/breakdown/0/sex breakdown-mismatch',
      aReport({ breakdown: [{ sex: 'female', value: '12.5' }] }),
    ],
    ['/colour unknown-field', aReport({ colour: 'red' })],
    ['/reportId field-malformed', aReport({ reportId: 'a b' })],
    ['/standing field-malformed', aReport({ standing: 'guess' })],
    ['/note field-malformed', aReport({ note: 'a\u0000b' })],
    ['/evidence/0 field-malformed', aReport({ evidence: ['not a link'] })],
    ['/breakdown/0/value field-missing', aReport({ breakdown: [{ sex: 'female' }] })],
    ['/breakdown/0/value value-malformed', aReport({ breakdown: [{ value: '1,5' }] })],
  ])('%s', (expected, report, sender = aWard()) => {
    expect(codes(sent(report), sender)).toEqual([expected]);
  });

  test.each([null, 7, 'report', [aReport()], true])('%j is not a report', (nothing) => {
    expect(codes(nothing)).toEqual([' field-malformed']);
  });

  test('everything that is wrong is told at once', () => {
    const report = aReport({
      indicator: 'e-health-record',
      unit: 'd1-da-kao',
      period: '2024-06',
      value: '1,5',
      colour: 'red',
      standing: 'guess',
    });
    expect(codes(report).sort()).toEqual([
      '/colour unknown-field',
      '/denominator value-shape',
      '/numerator value-shape',
      '/period period-wrong-frequency',
      '/standing field-malformed',
      '/unit not-permitted',
      '/value value-malformed',
      '/value value-shape',
    ]);
  });

  test('whatever is sent, no more than twenty things are told', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`f${n}`, n]));
    expect(judge({ ...aReport(), ...many }).refusals).toHaveLength(20);
    const links = Array.from({ length: 50_000 }, () => 7);
    expect(judge(aReport({ evidence: links })).refusals.length).toBeLessThanOrEqual(20);
    const long = judge(aReport({ period: 'x'.repeat(100_000) })).refusals;
    expect(JSON.stringify(long).length).toBeLessThan(1000);
  });
});

describe('a breakdown', () => {
  const members = (breakdown: object[], value = '10') =>
    codes(aReport({ indicator: 'new-members', value, breakdown }));

  test('adds up to the whole exactly, by each set of dimensions by itself', () => {
    expect(
      members([
        { sex: 'female', value: '4.1' },
        { sex: 'male', value: '5.9' },
        { age: 'dưới 30', value: 10 },
      ]),
    ).toEqual([]);
    expect(
      members(
        [
          { sex: 'female', value: '0.1' },
          { sex: 'male', value: '0.2' },
        ],
        '0.3',
      ),
    ).toEqual([]);
    expect(
      members([
        { sex: 'female', value: '4' },
        { sex: 'male', value: '6.000000000001' },
      ]),
    ).toEqual(['/breakdown breakdown-mismatch']);
  });

  test.each([
    ['a dimension that the indicator does not have', [{ income: 'low', value: '10' }], '/0/income'],
    ['a value that the dimension does not have', [{ sex: 'other', value: '10' }], '/0/sex'],
    ['no dimension at all', [{ value: '10' }], '/0'],
    [
      'a part told twice',
      [
        { sex: 'male', value: '5' },
        { sex: 'male', value: '5' },
      ],
      '/1',
    ],
    ['a name that every object has', [{ constructor: 'x', value: '10' }], '/0/constructor'],
  ])('with %s does not match', (_, breakdown, place) => {
    expect(members(breakdown)).toEqual([`/breakdown${place} breakdown-mismatch`]);
  });
});

describe('the words of a refusal', () => {
  const message = (report: object, language: 'vi' | 'en') =>
    worded(judge(sent(report)).refusals[0]!, language).message;

  test('are Vietnamese or English, with what was sent', () => {
    const future = aReport({ period: '2024-09' });
    expect(message(future, 'vi')).toContain('01/09/2024');
    expect(message(future, 'en')).toContain('begins on 2024-09-01');
    const quarter = aReport({ period: '2024-Q2' });
    expect(message(quarter, 'vi')).toContain('báo cáo theo tháng');
    expect(message(quarter, 'en')).toContain('reported by months');
  });

  test('take what was sent as text, whatever it looks like', () => {
    expect(message(aReport({ indicator: '{unit} $1 $&' }), 'en')).toContain('“{unit} $1 $&”');
  });
});

describe('whatever is sent', () => {
  const nearly = fc.record(
    {
      reportId: fc.oneof(fc.string(), fc.constant('r')),
      indicator: fc.oneof(fc.string(), fc.constantFrom('budget-revenue', 'e-health-record')),
      unit: fc.oneof(fc.string(), fc.constantFrom('d1-ben-nghe', 'd1')),
      unitCode: fc.oneof(fc.string(), fc.constant('26740')),
      unitName: fc.string(),
      period: fc.oneof(fc.string(), fc.constantFrom('2024-06', '2024-Q2', '2031')),
      value: fc.oneof(fc.double(), fc.string(), fc.bigInt().map(String)),
      numerator: fc.oneof(fc.double(), fc.string()),
      denominator: fc.oneof(fc.integer(), fc.string()),
      done: fc.oneof(fc.boolean(), fc.string()),
      standing: fc.oneof(fc.string(), fc.constant('estimate')),
      note: fc.string(),
      evidence: fc.oneof(fc.array(fc.webUrl()), fc.array(fc.string()), fc.anything()),
      breakdown: fc.oneof(fc.array(fc.dictionary(fc.string(), fc.string())), fc.anything()),
    },
    { requiredKeys: [] },
  );
  const anything = fc.oneof(fc.anything(), nearly, fc.jsonValue());

  test('it is taken, or each refusal has a code, a place, and words without a gap', () => {
    fc.assert(
      fc.property(anything, (sentOver) => {
        const arrived = JSON.parse(JSON.stringify(sentOver, stringified) ?? 'null') as unknown;
        const { content, refusals } = judge(arrived);
        expect(content === undefined).toBe(refusals.length > 0);
        for (const refusal of refusals) {
          expect(REFUSAL_CODES).toContain(refusal.code);
          expect(refusal.pointer).toMatch(/^(\/.*)?$/s);
          const bare = { ...refusal, values: valuesMarked(refusal.values) };
          for (const language of ['vi', 'en'] as const) {
            expect(worded(bare, language).message).not.toMatch(/\{\w|“”|  /);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** JSON has no big integers. */
const stringified = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;

/** Values whose presence shows in the words, whatever was sent. */
const valuesMarked = (values: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.keys(values).map((name) => [name, 'x']));
