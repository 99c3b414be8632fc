import { bareArray, type Sql } from '#platform';
import { exact } from './model/exact.js';
import type { Figure, Figures } from './model/types.js';

/** One unit's figures of one indicator. */
export interface Place {
  readonly indicatorNo: number;
  readonly unitNo: number;
}

const FIGURES_OF = {
  name: 'figures-of-places',
  text: `
    SELECT f.indicator_no, f.unit_no, f.period, f.reported, f.due, f.estimates, f.log_offset,
           f.amount, f.denominator
    FROM unnest($1::int[], $2::int[]) AS place (indicator_no, unit_no)
    CROSS JOIN LATERAL (
      SELECT * FROM figure
      WHERE figure.period = ANY ($3) AND figure.indicator_no = place.indicator_no
        AND figure.unit_no = place.unit_no AND figure.reported > 0
    ) f`,
};

interface Row {
  readonly indicator_no: number;
  readonly unit_no: number;
  readonly period: number;
  readonly reported: number;
  readonly due: number;
  readonly estimates: number;
  readonly log_offset: string;
  readonly amount: string;
  readonly denominator: string | null;
}

/** A figure with the offset of the latest fact in it. */
export interface StoredFigure extends Figure {
  readonly offset: number;
}

/** Figures of many places: those of one place by period. */
export class FigureBook {
  private readonly places = new Map<string, Map<number, StoredFigure>>();

  add(row: Row): void {
    const key = `${row.indicator_no}/${row.unit_no}`;
    const figures = this.places.get(key) ?? new Map<number, StoredFigure>();
    this.places.set(key, figures.set(row.period, figureOf(row)));
  }

  of({ indicatorNo, unitNo }: Place): Figures & ReadonlyMap<number, StoredFigure> {
    return this.places.get(`${indicatorNo}/${unitNo}`) ?? NOTHING;
  }
}

const NOTHING: ReadonlyMap<number, StoredFigure> = new Map();

/** What was reported for the places in any of the periods, given by their numbers. */
export async function figuresOf(
  sql: Sql,
  places: readonly Place[],
  periods: Iterable<number>,
): Promise<FigureBook> {
  const book = new FigureBook();
  const values = [
    bareArray(places.map((place) => place.indicatorNo)),
    bareArray(places.map((place) => place.unitNo)),
    bareArray([...periods]),
  ];
  const { rows } = await sql.query<Row>({ ...FIGURES_OF, values });
  for (const row of rows) book.add(row);
  return book;
}

function figureOf(row: Row): StoredFigure {
  return {
    no: row.period,
    amount: exact(row.amount),
    denominator: row.denominator === null ? null : exact(row.denominator),
    reported: row.reported,
    due: row.due,
    estimates: row.estimates,
    offset: Number(row.log_offset),
  };
}

/** Distinct periods by leaps through the index, so that it costs as much as there are periods. */
const EVER_REPORTED = {
  name: 'ever-reported',
  text: `
    WITH RECURSIVE leap AS (
      (SELECT min(period) AS period FROM figure)
      UNION ALL
      SELECT (SELECT min(period) FROM figure f WHERE f.period > leap.period)
      FROM leap WHERE leap.period IS NOT NULL
    )
    SELECT period FROM leap WHERE period IS NOT NULL`,
};

/** The numbers of all periods for which anything was reported anywhere. */
export async function everReported(sql: Sql): Promise<number[]> {
  const { rows } = await sql.query<{ period: number }>(EVER_REPORTED);
  return rows.map((row) => row.period);
}
