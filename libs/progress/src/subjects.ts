import type { Sql } from '#platform';

/** What stands: a target, or an indicator and unit without one. */
export interface Subject {
  readonly no: number;
  readonly targetNo: number | null;
  readonly indicatorNo: number;
  readonly unitNo: number;
}

/** The columns of `standing_subject` (or `standing`) that make a subject. */
export const SUBJECT_COLUMNS = `no, target_no AS "targetNo", indicator_no AS "indicatorNo", unit_no AS "unitNo"`;

const SUBJECTS = {
  name: 'subjects',
  text: `SELECT ${SUBJECT_COLUMNS} FROM standing_subject WHERE no = ANY ($1)`,
};

const SUBJECTS_AT = {
  name: 'subjects-at-places',
  text: `
    SELECT ${SUBJECT_COLUMNS} FROM standing
    WHERE (indicator_no, unit_no) IN (SELECT * FROM unnest($1::int[], $2::int[]))`,
};

export async function subjectsOf(sql: Sql, nos: readonly number[]): Promise<Subject[]> {
  const { rows } = await sql.query<Subject>({ ...SUBJECTS, values: [nos] });
  return rows;
}

/** Whatever stands at the places, given as indicators and units. */
export async function subjectsAt(
  sql: Sql,
  places: readonly { readonly indicatorNo: number; readonly unitNo: number }[],
): Promise<Subject[]> {
  const values = [places.map((place) => place.indicatorNo), places.map((place) => place.unitNo)];
  const { rows } = await sql.query<Subject>({ ...SUBJECTS_AT, values });
  return rows;
}
