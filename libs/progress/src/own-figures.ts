/**
 * What units that report said, a row per cell: the newest official statement, which an estimate does not
 * replace. Reads `given`; goes on with what really changed, before and after. `grp` is the place of the
 * indicator in the statement's sorted list of indicators: within one statement each has one period.
 */
export const OWN_FIGURES = `
own AS (
  INSERT INTO figure AS f (period, indicator_no, unit_no, reported, due, estimates, log_offset,
                           own, official, amount, denominator)
  SELECT period, indicator_no, unit_no, reported, due, CASE WHEN official THEN 0 ELSE reported END,
         log_offset, true, official, amount, denominator
  FROM given
  ON CONFLICT (period, indicator_no, unit_no) DO UPDATE
    SET reported = excluded.reported, due = excluded.due, estimates = excluded.estimates,
        log_offset = greatest(f.log_offset, excluded.log_offset),
        own = true, official = excluded.official,
        amount = excluded.amount, denominator = excluded.denominator
    WHERE excluded.official OR NOT f.official
  RETURNING new.period, new.indicator_no, new.unit_no, new.reported, new.due, new.estimates,
            new.log_offset, new.amount, new.denominator,
            coalesce(old.reported, 0) AS was_reported, coalesce(old.due, new.due) AS was_due,
            coalesce(old.estimates, 0) AS was_estimates, coalesce(old.amount, 0) AS was_amount,
            coalesce(old.denominator, 0) AS was_denominator
),
moved AS MATERIALIZED (
  SELECT own.*, width_bucket(indicator_no, $10::int[]) AS grp
  FROM own
  WHERE reported <> was_reported OR estimates <> was_estimates OR due <> was_due
     OR amount <> was_amount OR denominator <> was_denominator
)`;

/** A withdrawn cell takes whatever counts now, be it an estimate or nothing. */
export const REOPEN_CELLS = {
  name: 'reopen-cells',
  text: `
    UPDATE figure f SET official = false
    FROM unnest($1::int[], $2::int[], $3::int[]) AS c (period, indicator_no, unit_no)
    WHERE f.period = c.period AND f.indicator_no = c.indicator_no AND f.unit_no = c.unit_no`,
};
