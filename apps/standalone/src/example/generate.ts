import { addDays, Calendar, CIVIL, periodsIn } from '#catalogue';
import type { Period } from '#catalogue';
import type { IndicatorDocument, SubmittedReport, UnitDocument } from '#contracts';
import { chance, days, swing } from './chance.js';
import { covers, inventSeries, somewhatOff } from './invent.js';
import type { Reporter, Statement } from './invent.js';
import type { Invention, Profile } from './profile.js';
import type { Example } from './read-example.js';

/** The example reports by civil periods. */
const calendar = new Calendar(CIVIL);

/** A report on its way: which unit's office sends it, and on which day. */
export interface Sending {
  readonly sender: string;
  readonly sentOn: string;
  readonly report: SubmittedReport;
}

/**
 * Everything the offices of the example have sent up to and including a day, in order of sending.
 * The same example and day give the same reports with the same ids, whenever and wherever it runs.
 */
export function sendingsUntil(example: Example, until: string): Sending[] {
  const sendings = [...writtenSendings(example), ...inventedSendings(example, until)];
  return sendings
    .filter((sending) => sending.sentOn <= until)
    .sort((a, b) => order(a.sentOn, b.sentOn) || order(idOf(a), idOf(b)));
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const idOf = (sending: Sending) => sending.report.reportId ?? '';

function writtenSendings({ written }: Example): Sending[] {
  return written.map((report) => ({
    sender: report.unit ?? '',
    sentOn: addDays(calendar.lastDay(report.period), 10),
    report,
  }));
}

function inventedSendings(example: Example, until: string): Sending[] {
  const { bundle, invention } = example;
  return (bundle.indicators ?? []).flatMap((indicator) => {
    const profile = invention.profiles[indicator.code];
    if (!profile) return [];
    const last = profile.to ?? until.slice(0, 4);
    const periods = periodsIn(profile.from, last, indicator.frequency);
    const past = periods.filter((period) => calendar.lastDay(period) < until);
    return reportersOf(indicator, bundle.units ?? [], invention).flatMap((reporter) =>
      sendingsOf({ indicator, profile, reporter, invention, units: bundle.units ?? [] }, past),
    );
  });
}

function reportersOf(
  indicator: IndicatorDocument,
  units: readonly UnitDocument[],
  { wards, stories }: Invention,
): Reporter[] {
  return units
    .filter((unit) => unit.level === indicator.reportedBy)
    .filter((unit) => unit.level !== 'ward' || unit.id in wards)
    .map((unit) => ({
      unit: unit.id,
      weight: wards[unit.id]?.weight ?? 1,
      offset: wards[unit.id]?.offset ?? 0,
      stories: stories
        .filter((story) => story.indicator === indicator.code)
        .filter((story) => story.unit === unit.id || story.unit === unit.parent),
    }));
}

interface Office {
  readonly indicator: IndicatorDocument;
  readonly profile: Profile;
  readonly reporter: Reporter;
  readonly invention: Invention;
  readonly units: readonly UnitDocument[];
}

function sendingsOf(office: Office, periods: readonly Period[]): Sending[] {
  const { indicator, profile, reporter, invention } = office;
  const statements = inventSeries(indicator, profile, reporter, periods, invention.seed);
  return periods.flatMap((period, index) => {
    const statement = statements[index];
    const isLatest = index === periods.length - 1 && profile.to === undefined;
    return statement ? sendingsOfCell(office, period, statement, isLatest) : [];
  });
}

/** An estimate before the period ends, the official figure after it, a correction: what one office sends about one period. */
function sendingsOfCell(
  office: Office,
  period: Period,
  said: Statement,
  isLatest: boolean,
): Sending[] {
  const { indicator, reporter, invention } = office;
  const cell = `${indicator.code}:${reporter.unit}:${period}`;
  const happens = (habit: keyof Invention['habits']) =>
    chance(invention.seed, cell, habit) < invention.habits[habit];
  if (isSilent(office, period) || (!isLatest && mayBeMissing(indicator) && happens('missing')))
    return [];
  const end = calendar.lastDay(period);
  const late = !isLatest && happens('late') ? days(20, 60, cell, 'late') : 0;
  const sent = addDays(end, days(1, 12, invention.seed, cell, 'sent') + late);
  const off = (by: number) => somewhatOff(said, indicator, by * swing(cell, 'off'));
  const send = (id: string, sentOn: string, statement: Statement, standing?: 'estimate') =>
    sending(office, period, { id: `example:${cell}${id}`, sentOn, statement, standing });
  return [
    ...(happens('estimate') ? [send(':estimate', addDays(end, -4), off(0.03), 'estimate')] : []),
    ...(happens('corrected') ? [send(':first', addDays(sent, -1), off(0.2))] : []),
    send('', sent, said),
  ];
}

/** A missing flow would show as work not done; the example keeps that for its stories. */
function mayBeMissing(indicator: IndicatorDocument): boolean {
  return indicator.acrossTime !== 'sum' && indicator.reportedBy === 'ward';
}

function isSilent({ indicator, reporter, invention }: Office, period: Period): boolean {
  return invention.silences.some(
    (silence) =>
      silence.indicator === indicator.code &&
      silence.unit === reporter.unit &&
      covers(silence, period),
  );
}

interface Said {
  readonly id: string;
  readonly sentOn: string;
  readonly statement: Statement;
  readonly standing?: 'estimate';
}

function sending(office: Office, period: Period, said: Said): Sending {
  const unit = office.units.find((known) => known.id === office.reporter.unit);
  const byCode = office.invention.wards[office.reporter.unit]?.byCode === true;
  const who =
    byCode && unit
      ? { unitCode: unit.code, unitName: unit.name.vi }
      : { unit: office.reporter.unit };
  return {
    sender: office.reporter.unit,
    sentOn: said.sentOn,
    report: {
      reportId: said.id,
      indicator: office.indicator.code,
      ...who,
      period,
      ...said.statement,
      standing: said.standing ?? 'official',
    },
  };
}
