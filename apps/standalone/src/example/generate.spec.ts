import { expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { SubmittedReport } from '#contracts';
import { sendingsUntil } from './generate.js';
import { exampleFolder, readExample } from './read-example.js';

const example = readExample(exampleFolder('district-1'));
const sendings = sendingsUntil(example, '2025-05-20');
const idsOf = (part: typeof sendings) => part.map((sending) => sending.report.reportId);

test('the same example and day give the same reports in the same order', () => {
  const again = sendingsUntil(example, '2025-05-20');
  expect(JSON.stringify(again) === JSON.stringify(sendings)).toBe(true);
});

test('every report has an id of its own, within the contract', () => {
  expect(new Set(idsOf(sendings)).size).toBe(sendings.length);
  const refused = sendings.filter(({ report }) => !SubmittedReport.safeParse(report).success);
  expect(refused).toEqual([]);
});

test('an earlier day gives what had been sent by then, and nothing else', () => {
  const earlier = sendingsUntil(example, '2023-06-30');
  expect(earlier.at(-1)?.sentOn).toMatch(/^2023-06/);
  const all = new Set(idsOf(sendings));
  expect(idsOf(earlier).filter((id) => !all.has(id))).toEqual([]);
});

test('reports go out in the order of their days, the estimate before the official figure', () => {
  const dates = sendings.map((sending) => sending.sentOn);
  expect(dates).toEqual([...dates].sort());
  const at = new Map(idsOf(sendings).map((id, index) => [id, index]));
  const estimates = idsOf(sendings).filter((id) => id?.endsWith(':estimate'));
  expect(estimates.length).toBeGreaterThan(500);
  const tooLate = estimates.filter((id) => {
    const official = at.get(id?.replace(':estimate', ''));
    return official !== undefined && (at.get(id) ?? 0) > official;
  });
  expect(tooLate).toEqual([]);
});

test('a numerator never exceeds its denominator, and a value stays in its bounds', () => {
  const bounds = new Map(example.bundle.indicators?.map((known) => [known.code, known.bounds]));
  const odd = sendings.filter(({ report }) => {
    const { numerator, denominator, value } = report;
    if (denominator !== undefined) return new Decimal(numerator ?? 0).gt(denominator);
    return new Decimal(value ?? 0).lt(bounds.get(report.indicator)?.min ?? -Infinity);
  });
  expect(odd).toEqual([]);
});

test('what a ward rounds away in one quarter it takes up in the next: a year adds up', () => {
  const admitted = sendings
    .filter(({ report }) => report.indicator === 'party-admissions')
    .filter(({ report }) => report.period.startsWith('2023') && report.standing === 'official')
    .filter(({ report }) => !report.reportId?.endsWith(':first'))
    .reduce((sum, { report }) => sum.plus(report.value ?? 0), new Decimal(0));
  expect(admitted.minus(168).abs().lte(6)).toBe(true);
});

test('silences are kept: Đa Kao has said nothing of health records since 2025-Q1', () => {
  const said = sendings.filter(
    ({ sender, report }) => sender === 'd1-da-kao' && report.indicator === 'e-health-record',
  );
  expect(said.some(({ report }) => report.period === '2024-Q4')).toBe(true);
  expect(said.some(({ report }) => report.period >= '2025-Q1')).toBe(false);
});

test('some offices name themselves by code and name, as old forms do', () => {
  const coded = sendings.find(({ sender }) => sender === 'd1-ben-nghe');
  expect(coded?.report).toMatchObject({ unitCode: '26740', unitName: 'Phường Bến Nghé' });
});
