import {
  addDays,
  type Catalogue,
  type Indicator,
  periodNo,
  periodOf,
  previousPeriod,
} from '#catalogue';
import type { Sql } from '#platform';
import { OWN_FIGURES } from './own-figures.js';
import { ROLL_UPS } from './roll-ups.js';
import { columnsOf } from './sql-arrays.js';
import { STANDINGS } from './standings-fast.js';
import { asOf, type Today } from './today.js';
import type { Wave } from './waves.js';
import { wayUp } from './way-up.js';

const FIGURES = `
WITH given AS (
  SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[],
                       $7::boolean[], $8::numeric[], $9::numeric[])
    AS g (period, indicator_no, unit_no, reported, due, log_offset, official, amount, denominator)
),${OWN_FIGURES},${ROLL_UPS}`;

/**
 * The hot path in one statement: own figures, what the units above get from them, and the standings of
 * both. Intermediate rows never leave the database. Parameters 1 to 9 are the cells; 10 to 20 say what
 * holds for each indicator in the wave's one period of it.
 */
const APPLY_WAVE = {
  name: 'apply-wave',
  text: `${FIGURES},${STANDINGS}`,
};

/** The same without standings: for figures that are made anew. */
const FIGURES_OF_WAVE = {
  name: 'figures-of-wave',
  text: `${FIGURES} SELECT count(*) FROM rolled`,
};

/** Applies a wave; answers the standings that the model has to assess. */
export async function applyWave(
  tx: Sql,
  catalogue: Catalogue,
  wave: Wave,
  today: Today,
): Promise<readonly number[]> {
  const groups = groupsOf(catalogue, wave, today);
  const values = [...cellColumns(wave), ...columnsOf(groups, [...FIGURE_KEYS, ...STANDING_KEYS])];
  const { rows } = await tx.query<{ no: number }>({ ...APPLY_WAVE, values });
  return rows.map((row) => row.no);
}

/** Writes the figures of a wave and what the units above get from them, and leaves standings alone. */
export async function figuresOfWave(tx: Sql, catalogue: Catalogue, wave: Wave): Promise<void> {
  const groups = groupsOf(catalogue, wave, NO_DAY);
  const values = [...cellColumns(wave), ...columnsOf(groups, FIGURE_KEYS)];
  await tx.query({ ...FIGURES_OF_WAVE, values });
}

const NO_DAY = asOf('0001-01-01');

function cellColumns(wave: Wave): string[] {
  return columnsOf(wave.cells, [
    'period',
    'indicatorNo',
    'unitNo',
    'reported',
    'due',
    'offset',
    'official',
    'amount',
    'denominator',
  ]);
}

/** What holds for an indicator in a period, whichever unit reports. */
interface Group {
  readonly indicator: number;
  readonly lastDay: string;
  readonly level: string;
  readonly isMean: boolean;
  readonly wayUp: string;
  readonly factor: string;
  /** The first day on which the deadline has passed. */
  readonly revisitOn: string;
  readonly previous: number;
  readonly hasBegun: boolean;
  readonly hasPassed: boolean;
  readonly today: string;
}

const FIGURE_KEYS = [
  'indicator',
  'lastDay',
  'level',
  'wayUp',
  'factor',
] as const satisfies (keyof Group)[];

const STANDING_KEYS = [
  'isMean',
  'revisitOn',
  'previous',
  'hasBegun',
  'hasPassed',
  'today',
] as const satisfies (keyof Group)[];

function groupsOf(catalogue: Catalogue, wave: Wave, today: Today): Group[] {
  return wave.indicators.map((no, place) => {
    const indicator = catalogue.indicatorByNo(no) as Indicator;
    return groupOf(catalogue, indicator, wave.periods[place] as number, today);
  });
}

function groupOf(catalogue: Catalogue, indicator: Indicator, no: number, today: Today): Group {
  const calendar = catalogue.calendarOf(indicator);
  const period = periodOf(no);
  const day = today(calendar);
  const deadline = calendar.deadline(period, indicator.reportedBy);
  return {
    indicator: indicator.no,
    lastDay: calendar.lastDay(period),
    level: indicator.reportedBy,
    isMean: indicator.acrossUnits === 'mean',
    wayUp: wayUp(indicator),
    factor: indicator.factor ?? '1',
    revisitOn: addDays(deadline, 1),
    previous: periodNo(previousPeriod(period)),
    hasBegun: calendar.firstDay(period) <= day,
    hasPassed: deadline < day,
    today: day,
  };
}
