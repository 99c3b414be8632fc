import {
  LIMIT_BREACHED,
  MISSED_LIMIT_BREACHED,
  NO_DENOMINATOR,
  NO_TARGET,
} from './model/verdict.js';

const REVISIT_ON = '($16::date[])[c.grp]';
const PREVIOUS = '($17::int[])[c.grp]';
const BEGUN = '($18::boolean[])[c.grp]';
const PASSED = '($19::boolean[])[c.grp]';
const TODAY = '($20::date[])[c.grp]';
const FACTOR = '($14::numeric[])[c.grp]';
const IS_MEAN = '($15::boolean[])[c.grp]';

/** The figures that changed, a unit's own and rolled up, with the value each has by itself. */
const CHANGED = `
changed AS (
  SELECT c.*, CASE WHEN c.denominator IS NOT NULL
                     THEN quotient(c.amount * ${FACTOR}, nullif(c.denominator, 0))
                   WHEN ${IS_MEAN} AND c.reported > 1 THEN quotient(c.amount, c.reported)
                   ELSE c.amount END AS value,
         c.reported > 0 AND (c.reported >= c.due OR ${PASSED}) AS assessable
  FROM (SELECT * FROM moved
        UNION ALL
        SELECT rolled.*, width_bucket(indicator_no, $10::int[]) FROM rolled) c
)`;

/**
 * A period after the assessed one takes its place where the standing can be carried over to it. What has no
 * assessed period yet shows its figures: its row is written with them, so that a change of it is seen.
 */
const AHEAD = `
  CASE
    WHEN NOT c.assessable
      THEN CASE WHEN s.period IS NOT NULL AND s.revisit_on <= ${REVISIT_ON} THEN 'n' ELSE 'w' END
    WHEN b.target_no IS NULL AND s.target_no IS NOT NULL THEN 's'
    WHEN c.due <= 1 AND s.revisit_on IS NOT NULL
         AND (s.period IS NOT NULL OR s.revisit_on <> ${REVISIT_ON}) THEN 's'
    WHEN s.memory = 'n' THEN 'f'
    WHEN s.fold = 'f' THEN 's'
    WHEN s.period IS NULL THEN CASE WHEN c.period = s.window_from THEN 'f' ELSE 's' END
    WHEN NOT b.continues OR s.period <> ${PREVIOUS} THEN 's'
    ELSE 'f'
  END`;

/** A period before the assessed one matters to a sum that covers it, and to what remembers breaches. */
const BEHIND = `
  CASE
    WHEN s.memory = 'n' THEN 'n'
    WHEN s.memory = 'b' OR s.memory = 'y' AND c.period / 100 <> s.period / 100 THEN 's'
    WHEN s.fold = 'v' THEN 'n'
    WHEN s.fold = 'f' OR b.target_no IS NULL THEN 's'
    ELSE 'f'
  END`;

/**
 * What a changed figure means for a standing. Ways: `f` fast, `w` only to be looked at again after the
 * deadline, `n` nothing, `s` slow: assessed by the model from its figures.
 */
const WAY = `
  CASE
    WHEN s.revisit_on <= ${TODAY} OR NOT ${BEGUN} THEN 's'
    WHEN c.reported < c.was_reported OR c.due <> c.was_due THEN 's'
    WHEN s.period IS NULL OR c.period > s.period THEN ${AHEAD}
    WHEN c.period < s.period THEN ${BEHIND}
    WHEN NOT c.assessable OR s.fold = 'f' THEN 's'
    WHEN b.target_no IS NULL AND s.target_no IS NOT NULL THEN 's'
    ELSE 'f'
  END`;

/**
 * Standings whose indicator and unit changed, beside the bands of the period they will be assessed in. They
 * are updated where they were found, by ctid: while the shape is held nobody else writes to these rows.
 */
const TOUCHED = `
touched AS MATERIALIZED (
  SELECT s.no, s.ctid AS location, ${WAY} AS way, s.period IS NULL OR c.period > s.period AS ahead, ${TODAY} AS today,
         ${REVISIT_ON} AS revisit_after, ${FACTOR} AS factor, s.target_no, s.fold, s.verdict AS was_verdict,
         s.tainted AS was_tainted, s.memory, s.revisit_on, c.period, c.value,
         c.reported, c.due, c.log_offset, b.closes_on, b.next_deadline, b.expected,
         b.pace_zero, b.pace_one, b.closed_cuts, b.open_cuts, b.verdicts,
         CASE WHEN s.period IS NULL OR s.fold = 'v' THEN c.amount
              WHEN c.period > s.period THEN s.carried_amount + c.amount
              ELSE s.carried_amount + c.amount - c.was_amount END AS carried_amount,
         CASE WHEN s.period IS NULL OR s.fold = 'v' THEN c.denominator
              WHEN c.period > s.period THEN s.carried_denominator + c.denominator
              ELSE s.carried_denominator + c.denominator - c.was_denominator
         END AS carried_denominator,
         CASE WHEN s.period IS NULL OR s.fold = 'v' THEN 1
              WHEN c.period > s.period OR c.was_reported = 0 THEN s.carried_periods + 1
              ELSE s.carried_periods END AS carried_periods,
         CASE WHEN s.period IS NULL OR s.fold = 'v' THEN c.estimates
              WHEN c.period > s.period THEN s.estimates + c.estimates
              ELSE s.estimates + c.estimates - c.was_estimates END AS estimates
  FROM changed c
  JOIN standing s ON s.indicator_no = c.indicator_no AND s.unit_no = c.unit_no
  LEFT JOIN band b ON b.period = greatest(c.period, s.period) AND b.target_no = s.target_no
  WHERE c.period BETWEEN s.window_from AND s.window_to
)`;

/** The place of the actual among the cuts, in the row of verdicts for the circumstances. */
const VERDICT = `
  CASE
    WHEN t.target_no IS NULL THEN ${NO_TARGET}
    WHEN t.actual IS NULL THEN ${NO_DENOMINATOR}
    ELSE t.verdicts[
      cardinality(t.verdicts) / 4 * ((t.closes_on <= t.today IS TRUE)::int + 2 * t.tainted::int)
      + width_bucket(t.actual, t.closed_cuts) + cardinality(t.open_cuts)
      - width_bucket(-t.actual, t.open_cuts) + 1]
  END`;

const ADVANCED = `
advanced AS (
  UPDATE standing s SET
    period = greatest(s.period, t.period), actual = t.actual, tainted = t.tainted, verdict = ${VERDICT},
    carried_amount = t.carried_amount, carried_denominator = t.carried_denominator,
    carried_periods = t.carried_periods, estimates = t.estimates,
    log_offset = CASE WHEN t.fold = 'v' THEN t.log_offset ELSE greatest(s.log_offset, t.log_offset) END,
    reported = CASE WHEN t.period >= s.period IS NOT FALSE THEN t.reported ELSE s.reported END,
    due = CASE WHEN t.period >= s.period IS NOT FALSE THEN t.due ELSE s.due END,
    revisit_on = CASE WHEN t.ahead THEN t.next_look ELSE s.revisit_on END,
    next_deadline = CASE WHEN t.ahead THEN t.next_deadline ELSE s.next_deadline END,
    expected = CASE WHEN t.ahead THEN t.expected ELSE s.expected END,
    pace_zero = CASE WHEN t.ahead THEN t.pace_zero ELSE s.pace_zero END,
    pace_one = CASE WHEN t.ahead THEN t.pace_one ELSE s.pace_one END
  FROM (
    SELECT touched.*,
           CASE fold WHEN 's' THEN carried_amount
                     WHEN 'r' THEN quotient(carried_amount * factor, nullif(carried_denominator, 0))
                     ELSE value END AS actual,
           was_tainted OR (ahead AND memory = 'b'
                           AND was_verdict IN (${LIMIT_BREACHED}, ${MISSED_LIMIT_BREACHED})) AS tainted,
           least(CASE WHEN due > 1 THEN revisit_on END,
                 CASE WHEN closes_on > today THEN closes_on END) AS next_look
    FROM touched WHERE way = 'f' OFFSET 0
  ) t
  WHERE s.ctid = t.location
)`;

const WAITING = `
waiting AS (
  UPDATE standing s SET revisit_on = least(s.revisit_on, t.revisit_after)
  FROM touched t WHERE t.way = 'w' AND s.ctid = t.location
)`;

/** Updates what can be, and answers the rest: the standings that the model has to assess. */
export const STANDINGS = `${CHANGED},${TOUCHED},${ADVANCED},${WAITING}
SELECT no FROM touched WHERE way = 's'`;
