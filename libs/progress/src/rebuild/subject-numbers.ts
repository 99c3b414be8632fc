import type { Catalogue } from '#catalogue';
import { bareArray, type Sql } from '#platform';
import { SUBJECT_COLUMNS, type Subject } from '../subjects.js';

const LIVE_SUBJECTS = `SELECT ${SUBJECT_COLUMNS} FROM standing_subject`;

/** All but the keys is left to be corrected from the catalogue. */
const GIVE_NUMBERS = `
  INSERT INTO standing_subject (no, target_no, indicator_no, unit_no, target_id, sector, level)
  OVERRIDING SYSTEM VALUE
  SELECT no, target_no, indicator_no, unit_no, CASE WHEN target_no IS NOT NULL THEN '' END, '', ''
  FROM unnest($1::int[], $2::int[], $3::int[], $4::int[])
    AS s (no, target_no, indicator_no, unit_no)
  ON CONFLICT DO NOTHING`;

/** Numbers given out from now on are new ones. */
const GO_ON_NUMBERING = `
  SELECT setval(pg_get_serial_sequence('standing_subject', 'no'), max(no)) FROM standing_subject`;

/**
 * Subjects of the twin take the numbers that they have in the live tables, so that a page's cursor means
 * the same before and after. Live subjects that the catalogue does not know are left behind.
 */
export async function takeSubjectNumbers(
  live: Sql,
  twin: Sql,
  catalogue: Catalogue,
): Promise<void> {
  const { rows } = await live.query<Subject>(LIVE_SUBJECTS);
  const known = rows.filter((subject) => isKnown(catalogue, subject));
  await twin.query(GIVE_NUMBERS, [
    bareArray(known.map(({ no }) => no)),
    bareArray(known.map(({ targetNo }) => targetNo)),
    bareArray(known.map(({ indicatorNo }) => indicatorNo)),
    bareArray(known.map(({ unitNo }) => unitNo)),
  ]);
  await twin.query(GO_ON_NUMBERING);
}

function isKnown(catalogue: Catalogue, { targetNo, indicatorNo, unitNo }: Subject): boolean {
  if (targetNo === null) {
    return Boolean(catalogue.indicatorByNo(indicatorNo) && catalogue.units.byNo(unitNo));
  }
  const targets = catalogue.targetsOf(indicatorNo, unitNo);
  return targets.some(({ no }) => no === targetNo);
}
