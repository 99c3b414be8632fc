const WAY_UP = `($13::"char"[])[grp]`;
const FACTOR = '($14::numeric[])[grp]';
const LAST_DAY = '($11::date[])';
const LEVEL = '($12::text[])';

/**
 * What moved, as differences for the units above: exact, because sums of decimals are. Where values are
 * added up (ratios by another operator than `ratio`), a ratio without a value counts as not reported.
 * Minima and maxima have no difference; they are looked up afterwards (extremes.ts).
 */
const RISING = `
rising AS (
  SELECT period, indicator_no, unit_no, grp, log_offset, reported - was_reported AS reported,
         estimates - was_estimates AS estimates, amount - was_amount AS amount,
         denominator - was_denominator AS denominator
  FROM moved WHERE ${WAY_UP} = 'd'
  UNION ALL
  SELECT period, indicator_no, unit_no, grp, log_offset, num_nonnulls(value) - num_nonnulls(was_value),
         estimates * num_nonnulls(value) - was_estimates * num_nonnulls(was_value),
         coalesce(value, 0) - coalesce(was_value, 0), NULL
  FROM (SELECT *, quotient(amount * ${FACTOR}, nullif(denominator, 0)) AS value,
               quotient(was_amount * ${FACTOR}, nullif(was_denominator, 0)) AS was_value
        FROM moved WHERE ${WAY_UP} = 'v') m
)`;

/** Every unit above that is there on the period's last day takes its differences. */
export const ROLL_UPS = `${RISING},
summed AS (
  SELECT r.grp, r.period, r.indicator_no, a.ancestor_no AS unit_no, sum(r.reported)::int AS reported,
         sum(r.estimates)::int AS estimates, max(r.log_offset) AS log_offset,
         sum(r.amount) AS amount, sum(r.denominator) AS denominator
  FROM rising r
  JOIN ancestry a ON a.unit_no = r.unit_no
   AND a.valid_from <= ${LAST_DAY}[r.grp] AND ${LAST_DAY}[r.grp] < a.valid_to
  GROUP BY r.grp, r.period, r.indicator_no, a.ancestor_no
),
rolled AS (
  INSERT INTO figure AS f (period, indicator_no, unit_no, reported, due, estimates, log_offset,
                           own, official, amount, denominator)
  SELECT s.period, s.indicator_no, s.unit_no, s.reported,
         (SELECT d.due FROM due_count d
          WHERE d.unit_no = s.unit_no AND d.level = ${LEVEL}[s.grp]
            AND d.valid_from <= ${LAST_DAY}[s.grp] AND ${LAST_DAY}[s.grp] < d.valid_to),
         s.estimates, s.log_offset, false, false, s.amount, s.denominator
  FROM summed s
  ON CONFLICT (period, indicator_no, unit_no) DO UPDATE
    SET reported = f.reported + excluded.reported, due = excluded.due,
        estimates = f.estimates + excluded.estimates,
        log_offset = greatest(f.log_offset, excluded.log_offset),
        amount = f.amount + excluded.amount, denominator = f.denominator + excluded.denominator
  RETURNING new.period, new.indicator_no, new.unit_no, new.reported, new.due, new.estimates,
            new.log_offset, new.amount, new.denominator,
            coalesce(old.reported, 0) AS was_reported, coalesce(old.due, new.due) AS was_due,
            coalesce(old.estimates, 0) AS was_estimates, coalesce(old.amount, 0) AS was_amount,
            coalesce(old.denominator, 0) AS was_denominator
)`;
