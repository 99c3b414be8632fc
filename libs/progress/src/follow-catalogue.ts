import type { Catalogue, Target } from '#catalogue';
import type { Database, Sql } from '#platform';
import { writeAncestry } from './ancestry.js';
import { restandSubjects } from './assess-subjects.js';
import { planByIndex } from './plan-by-index.js';
import { dropBands, prepareBands } from './prepare-bands.js';
import { follow, judgedBy, takeAlone } from './progress-state.js';
import { rebuildFigures } from './rebuild-figures.js';
import type { Subject } from './subjects.js';
import { syncSubjects } from './sync-subjects.js';
import type { Today } from './today.js';

const CHUNK = 1000;
/** So many new rows make the planner's statistics worthless until PostgreSQL gathers them by itself, a minute later. */
const MANY = 1000;

/** What depends on a change of the reference data; indicators and targets by their codes. */
export interface Change {
  readonly version: number;
  /** Who stands above whom, or who has to report. */
  readonly ancestry: boolean;
  readonly figures: ReadonlySet<string>;
  readonly indicators: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/** Everything there is, as if all of it were new. */
export function everything(catalogue: Catalogue): Change {
  const indicators = new Set(catalogue.indicators.map((indicator) => indicator.code));
  const { version } = catalogue;
  return { version, ancestry: true, figures: indicators, indicators, targets: new Set() };
}

/**
 * Brings the read models to a version of the catalogue: who stands above whom, the figures made anew, what
 * stands and where. Each step is a short transaction and may be done twice; the bands come last, since
 * without them all is right, only slower.
 */
export async function followCatalogue(
  database: Database,
  catalogue: Catalogue,
  change: Change,
  today: Today,
): Promise<void> {
  await database.transaction(async (tx) => {
    await takeAlone(tx);
    if (change.ancestry) await writeAncestry(tx, catalogue.units);
    await follow(tx, change.version);
    await judgedBy(tx, today(catalogue.calendar('civil')));
  });
  for (const code of change.figures) {
    const indicator = catalogue.indicator(code);
    if (indicator) await rebuildFigures(database, catalogue, indicator);
  }
  const restood: Subject[] = [];
  for (const indicatorNo of await indicatorsOf(database, catalogue, change)) {
    restood.push(...(await restand(database, catalogue, indicatorNo, change, today)));
  }
  await prepareBands(database, catalogue, targetsOf(catalogue, restood), today);
  if (restood.length >= MANY) await database.query(`ANALYZE standing_subject, standing, band`);
}

const WHERE_TARGETS_STOOD = `SELECT DISTINCT indicator_no FROM standing_subject WHERE target_id = ANY ($1)`;

/** The indicators concerned, those of targets that have ended or moved away included. */
async function indicatorsOf(
  sql: Sql,
  catalogue: Catalogue,
  change: Change,
): Promise<ReadonlySet<number>> {
  const targets = [...change.targets];
  const { rows } = await sql.query<{ indicator_no: number }>(WHERE_TARGETS_STOOD, [targets]);
  const nos = [
    ...rows.map((row) => row.indicator_no),
    ...targets.map((id) => catalogue.target(id)?.indicator.no),
    ...[...change.indicators].map((code) => catalogue.indicator(code)?.no),
  ];
  return new Set(nos.filter((no) => no !== undefined));
}

/** Answers the subjects whose standing was made anew. */
async function restand(
  database: Database,
  catalogue: Catalogue,
  indicatorNo: number,
  change: Change,
  today: Today,
): Promise<readonly Subject[]> {
  const { standing, fallen } = await database.transaction(async (tx) => {
    await takeAlone(tx);
    return syncSubjects(tx, catalogue, indicatorNo);
  });
  const code = catalogue.indicatorByNo(indicatorNo)?.code ?? '';
  const isAll = change.indicators.has(code);
  const named = new Set([...change.targets].map((id) => catalogue.target(id)?.no ?? null));
  named.delete(null);
  const anew = standing.filter((one) => isAll || !one.stands || named.has(one.targetNo));
  for (let start = 0; start < anew.length; start += CHUNK) {
    const chunk = anew.slice(start, start + CHUNK);
    await database.transaction(async (tx) => {
      await takeAlone(tx);
      await planByIndex(tx);
      await dropBands(tx, targetNosOf(chunk));
      await restandSubjects(tx, catalogue, chunk, today);
    });
  }
  await dropBands(database, targetNosOf(fallen));
  return anew;
}

function targetNosOf(subjects: readonly Subject[]): number[] {
  return subjects.flatMap((subject) => subject.targetNo ?? []);
}

function targetsOf(catalogue: Catalogue, subjects: readonly Subject[]): Target[] {
  return targetNosOf(subjects).flatMap((no) => catalogue.targetByNo(no) ?? []);
}
