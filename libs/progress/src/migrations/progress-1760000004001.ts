import type { MigrationInterface, QueryRunner } from 'typeorm';

const FIRST_YEAR = 2010;
const LAST_YEAR = 2040;

/**
 * The read models of progress: what was reported and rolled up (`figure`), where each target stands now
 * (`standing`), and what the hot path looks up beside them. A period is an int, year * 100 + slot
 * (202406, 202422, 202431, 202441), so that within one frequency its order is the order of time.
 */
export class Progress1760000004001 implements MigrationInterface {
  name = 'Progress1760000004001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP VIEW progress_now`);
    await runner.query(
      `DROP TABLE figure, band, standing, standing_subject, ancestry, due_count, progress_state`,
    );
    await runner.query(`DROP FUNCTION quotient`);
  }
}

const FIGURE = `
  CREATE TABLE figure (
    period int NOT NULL,
    indicator_no int NOT NULL,
    unit_no int NOT NULL,
    reported int NOT NULL,
    due int NOT NULL,
    estimates int NOT NULL,
    log_offset bigint NOT NULL,
    own boolean NOT NULL,
    official boolean NOT NULL,
    amount numeric NOT NULL,
    denominator numeric,
    PRIMARY KEY (period, indicator_no, unit_no)
  ) PARTITION BY RANGE (period)`;

const FIGURE_YEARS = Array.from(
  { length: LAST_YEAR - FIRST_YEAR + 1 },
  (_, index) => FIRST_YEAR + index,
).map(
  (year) => `
  CREATE TABLE figure_${year} PARTITION OF figure
    FOR VALUES FROM (${year * 100}) TO (${(year + 1) * 100}) WITH (fillfactor = 80)`,
);

const BAND = `
  CREATE TABLE band (
    period int NOT NULL,
    target_no int NOT NULL,
    closes_on date,
    next_deadline date,
    continues boolean NOT NULL,
    expected numeric,
    pace_zero numeric,
    pace_one numeric,
    closed_cuts numeric[] NOT NULL,
    open_cuts numeric[] NOT NULL,
    verdicts smallint[] NOT NULL,
    PRIMARY KEY (period, target_no)
  )`;

const SUBJECT = `
  CREATE TABLE standing_subject (
    no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target_no int UNIQUE,
    indicator_no int NOT NULL,
    unit_no int NOT NULL,
    target_id text COLLATE "C",
    resolution text COLLATE "C",
    programme text COLLATE "C",
    sector text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    CHECK ((target_no IS NULL) = (target_id IS NULL))
  )`;

const STANDING = `
  CREATE TABLE standing (
    no int PRIMARY KEY REFERENCES standing_subject ON DELETE CASCADE,
    target_no int,
    indicator_no int NOT NULL,
    unit_no int NOT NULL,
    window_from int NOT NULL,
    window_to int NOT NULL,
    period int,
    reported int NOT NULL,
    due int NOT NULL,
    estimates int NOT NULL,
    carried_periods int NOT NULL,
    revisit_on date,
    next_deadline date,
    verdict smallint NOT NULL,
    memory "char" NOT NULL,
    fold "char" NOT NULL,
    tainted boolean NOT NULL,
    log_offset bigint,
    actual numeric,
    carried_amount numeric,
    carried_denominator numeric,
    expected numeric,
    pace_zero numeric,
    pace_one numeric
  ) WITH (fillfactor = 70)`;

/** Half-up (away from zero) at 12 decimals from the exact quotient: rounded once, as the model does. */
const QUOTIENT = `
  CREATE FUNCTION quotient(a numeric, b numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN sign(a) * sign(b) * div(2000000000000 * abs(a) + abs(b), 2 * abs(b)) * 0.000000000001`;

const STATUS = `
  CASE s.verdict / 10 WHEN 1 THEN 'attained' WHEN 2 THEN 'on-track' WHEN 3 THEN 'at-risk'
    WHEN 4 THEN 'off-track' WHEN 5 THEN 'missed' ELSE 'not-assessed' END`;

const PROGRESS_NOW = `
  CREATE VIEW progress_now AS
  SELECT s.no, s.target_no, x.target_id, x.resolution, x.programme, x.sector, x.level,
         s.indicator_no, s.unit_no, s.window_from, s.window_to, s.period, s.actual, s.expected,
         s.pace_zero, s.pace_one, s.verdict, ${STATUS} AS status, s.reported, s.due, s.estimates,
         s.next_deadline, s.revisit_on, s.log_offset
  FROM standing s LEFT JOIN standing_subject x ON x.no = s.no`;

const COMMENTS: Readonly<Record<string, string>> = {
  'TABLE figure':
    'What was reported for a unit, indicator and period: its own statement, or the roll-up of all below it. A row with reported = 0 is a cell whose reports were all withdrawn, and counts as none.',
  'COLUMN figure.own': 'The counted statement of a unit that reports; false for roll-ups.',
  'COLUMN figure.official': 'The counted statement is official: an estimate does not replace it.',
  'COLUMN figure.amount':
    'The sum (also for mean, which divides by reported), the numerator, the least, the greatest, or the own value.',
  'COLUMN figure.log_offset': 'The latest fact that went into the figure.',
  'TABLE band':
    'Where the verdict of a target changes, by period; computed by the model ahead of the reports, looked up by the hot path.',
  'COLUMN band.closes_on': 'From this day on the target is closed when this period is assessed.',
  'COLUMN band.next_deadline': 'The deadline of the next period of the window.',
  'COLUMN band.continues': 'The standing of the period before can be carried into this one.',
  'COLUMN band.closed_cuts': 'Ascending: the verdict changes AT such an actual.',
  'COLUMN band.open_cuts': 'Negated, ascending: the verdict changes just ABOVE such an actual.',
  'COLUMN band.verdicts':
    'Numbers of verdicts by place, in four rows: open, closed, open and tainted, closed and tainted.',
  'TABLE standing_subject':
    'What stands: a target, or an indicator and unit without one (target_no is null). Changes with reference data only.',
  'TABLE standing': 'Where each subject stands now; updated with every report.',
  'COLUMN standing.period': 'The assessed period; null before there is one.',
  'COLUMN standing.reported': 'Of the assessed period; 0 without one.',
  'COLUMN standing.estimates': 'How many of the statements the actual rests on are estimates.',
  'COLUMN standing.revisit_on':
    'Not later than the first day on which time alone may change the standing.',
  'COLUMN standing.memory':
    'Which earlier periods matter: n none, b breaches in any, y the sum of the year and how earlier years ended, w the sum of the window.',
  'COLUMN standing.fold':
    'How: v the value of the assessed period, s sum of amounts, r ratio of sums, f folded values.',
  'COLUMN standing.tainted': 'An earlier period was breached, or an earlier year missed.',
  'TABLE ancestry':
    'Who stands above whom, and in which days both are there; without a unit standing above itself.',
  'TABLE due_count':
    'How many units of a level have to report below a unit (itself included), by day.',
  'TABLE progress_state': 'One row: the version of reference data that the read models follow.',
  'VIEW progress_now': 'Where everything stands now, for those who act on it; one row per subject.',
  'COLUMN progress_now.verdict': 'The number of status and reason; the tens are the status.',
  'COLUMN progress_now.pace_zero':
    'Pace is (actual - pace_zero) / (pace_one - pace_zero), or, where this is null, pace_one / actual.',
  'COLUMN progress_now.next_deadline':
    'The deadline of the first period after the assessed one; once it has passed, that report is overdue. Null after the window.',
};

const STATEMENTS: readonly string[] = [
  QUOTIENT,
  FIGURE,
  ...FIGURE_YEARS,
  `CREATE TABLE figure_other PARTITION OF figure DEFAULT WITH (fillfactor = 80)`,
  BAND,
  SUBJECT,
  `CREATE UNIQUE INDEX standing_subject_without_target
   ON standing_subject (indicator_no, unit_no) WHERE target_no IS NULL`,
  `CREATE INDEX standing_subject_by_indicator ON standing_subject (indicator_no, unit_no)`,
  `CREATE INDEX standing_subject_by_programme ON standing_subject (programme, no)`,
  `CREATE INDEX standing_subject_by_resolution ON standing_subject (resolution, no)`,
  STANDING,
  `CREATE INDEX standing_by_place ON standing (indicator_no, unit_no)`,
  `CREATE INDEX standing_by_unit ON standing (unit_no, no)`,
  `CREATE TABLE ancestry (
     unit_no int NOT NULL,
     ancestor_no int NOT NULL,
     valid_from date NOT NULL,
     valid_to date NOT NULL,
     PRIMARY KEY (unit_no, ancestor_no)
   )`,
  `CREATE INDEX ancestry_by_ancestor ON ancestry (ancestor_no)`,
  `CREATE TABLE due_count (
     unit_no int NOT NULL,
     level text COLLATE "C" NOT NULL,
     valid_from date NOT NULL,
     valid_to date NOT NULL,
     due int NOT NULL,
     PRIMARY KEY (unit_no, level, valid_from)
   )`,
  `CREATE TABLE progress_state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     catalogue_version int NOT NULL,
     revisited_on date,
     prepared_on date
   )`,
  `INSERT INTO progress_state (catalogue_version) VALUES (0)`,
  PROGRESS_NOW,
  ...Object.entries(COMMENTS).map(([what, text]) => `COMMENT ON ${what} IS '${text}'`),
];
