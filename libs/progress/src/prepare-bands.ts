import {
  type Catalogue,
  comparePeriods,
  nextPeriod,
  periodNo,
  previousPeriod,
  type Target,
} from '#catalogue';
import { bareArray, type Database, type Sql } from '#platform';
import { bandsOf } from './model/bands.js';
import { Plans } from './plans.js';
import { holdShape } from './progress-state.js';
import type { Today } from './today.js';

const CHUNK = 500;

interface Band {
  readonly period: number;
  readonly targetNo: number;
  readonly nextDeadline: string | null;
  readonly bands: ReturnType<typeof bandsOf>;
}

const WRITE_BANDS = {
  name: 'write-bands',
  text: `
    INSERT INTO band (period, target_no, closes_on, next_deadline, continues, expected, pace_zero,
                      pace_one, closed_cuts, open_cuts, verdicts)
    SELECT period, target_no, closes_on, next_deadline, continues, expected, pace_zero, pace_one,
           closed_cuts::numeric[], open_cuts::numeric[], verdicts::smallint[]
    FROM unnest($1::int[], $2::int[], $3::date[], $4::date[], $5::boolean[], $6::numeric[],
                $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[])
      AS b (period, target_no, closes_on, next_deadline, continues, expected, pace_zero, pace_one,
            closed_cuts, open_cuts, verdicts)
    ON CONFLICT (period, target_no) DO NOTHING`,
};

/**
 * Prepares, ahead of reports, where verdicts change: for the period that runs, the one before, which is
 * being reported, and the next. Whatever has no band here is assessed by the model, and right all the same.
 */
export async function prepareBands(
  database: Database,
  catalogue: Catalogue,
  targets: readonly Target[],
  today: Today,
): Promise<void> {
  for (let start = 0; start < targets.length; start += CHUNK) {
    const chunk = targets.slice(start, start + CHUNK);
    await database.transaction(async (tx) => {
      if ((await holdShape(tx)) !== catalogue.version) return;
      await writeBands(
        tx,
        chunk.flatMap((target) => bandsNear(catalogue, target, today)),
      );
    });
  }
}

/** What was prepared for targets that are now another, or none. */
export async function dropBands(tx: Sql, targetNos: readonly number[]): Promise<void> {
  await tx.query(`DELETE FROM band WHERE target_no = ANY ($1)`, [targetNos]);
}

function bandsNear(catalogue: Catalogue, target: Target, today: Today): Band[] {
  const { indicator, window } = target;
  const calendar = catalogue.calendarOf(indicator);
  const running = calendar.periodAt(today(calendar), indicator.frequency);
  const plan = Plans.of(catalogue).ofTarget(target);
  return [previousPeriod(running), running, nextPeriod(running)]
    .filter((p) => comparePeriods(window.from, p) <= 0 && comparePeriods(p, window.to) <= 0)
    .map((period) => {
      const index = plan.schedule.findIndex(({ no }) => no === periodNo(period));
      return {
        period: periodNo(period),
        targetNo: target.no,
        nextDeadline: plan.schedule[index + 1]?.deadline ?? null,
        bands: bandsOf(plan, index),
      };
    });
}

async function writeBands(tx: Sql, bands: readonly Band[]): Promise<void> {
  await tx.query({
    ...WRITE_BANDS,
    values: [
      bareArray(bands.map((band) => band.period)),
      bareArray(bands.map((band) => band.targetNo)),
      bareArray(bands.map(({ bands: { closesOn } }) => closesOn)),
      bareArray(bands.map((band) => band.nextDeadline)),
      bareArray(bands.map(({ bands: { continues } }) => continues)),
      bareArray(bands.map(({ bands: { expected } }) => expected)),
      bareArray(bands.map(({ bands: { paceZero } }) => paceZero)),
      bareArray(bands.map(({ bands: { paceOne } }) => paceOne)),
      bands.map(({ bands: { closedCuts } }) => bareArray(closedCuts)),
      bands.map(({ bands: { openCuts } }) => bareArray(negated(openCuts))),
      bands.map(({ bands: { verdicts } }) => bareArray(verdicts.flat())),
    ],
  });
}

/** Turned around, so that they ascend again. */
function negated(cuts: readonly string[]): string[] {
  return cuts.map((cut) => (cut.startsWith('-') ? cut.slice(1) : `-${cut}`)).reverse();
}
