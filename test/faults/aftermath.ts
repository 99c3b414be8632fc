import type pg from 'pg';
import type { Alert } from '#contracts';
import type { Received } from '../support/receiver.js';
import type { Journal } from './client.js';

/** What is there once everything has come to rest, and what the clients know. */
export interface Aftermath {
  readonly journal: Journal;
  readonly facts: readonly LogRow[];
  readonly ledger: readonly { report_id: string; withdrawn: boolean }[];
  readonly figures: readonly FigureRow[];
  readonly standings: readonly StandingRow[];
  /** The facts of the alerts' topic. */
  readonly alertFacts: readonly AlertFact[];
  readonly alerts: readonly AlertRow[];
  /** Facts that were set aside because they cannot be applied. */
  readonly parked: readonly string[];
  /** What the planners' webhook took. */
  readonly received: readonly Received[];
}

export interface LogRow {
  readonly id: string;
  readonly type: string;
  readonly offset: string;
  readonly data: Record<string, string>;
}

export interface StandingRow {
  readonly target: string;
  readonly status: string;
  readonly period: number | null;
}

export interface AlertRow {
  readonly target: string;
  readonly episode: number;
  readonly state: string;
  readonly period: number | null;
}

export interface AlertFact {
  readonly id: string;
  readonly data: Alert;
}

export interface FigureRow {
  readonly indicator: string;
  readonly unit: string;
  readonly period: number;
  readonly amount: string;
  readonly denominator: string | null;
  readonly reported: number;
}

/** What the tables say, whichever log is behind them. */
export async function readModels(
  pool: pg.Pool,
): Promise<Pick<Aftermath, 'ledger' | 'figures' | 'standings' | 'alerts' | 'parked'>> {
  const ledger = await pool.query(
    `SELECT report_id, withdrawn_offset IS NOT NULL AS withdrawn FROM report`,
  );
  const figures = await pool.query<FigureRow>(
    `SELECT indicator.code AS indicator, unit.code AS unit, period, amount::text, denominator::text, reported
     FROM figure
     JOIN document AS indicator ON indicator.no = indicator_no
     JOIN document AS unit ON unit.no = unit_no
     WHERE reported > 0`,
  );
  const standings = await pool.query<StandingRow>(
    `SELECT target_id AS target, status, period FROM progress_now WHERE target_id IS NOT NULL`,
  );
  const alerts = await pool.query<AlertRow>(
    `SELECT target_id AS target, episode, state, period FROM alert ORDER BY target_id, episode`,
  );
  const parked = await pool.query<{ id: string }>(
    `SELECT DISTINCT fact->>'id' AS id FROM parked_fact WHERE state = 'poison'`,
  );
  return {
    ledger: ledger.rows,
    figures: figures.rows,
    standings: standings.rows,
    alerts: alerts.rows,
    parked: parked.rows.map(({ id }) => id),
  };
}
