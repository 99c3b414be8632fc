import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaEventLog, Recorded, Sql } from '#platform';
import { coresOf, secondsUsed, usedBetween, usedSoFar } from './cores.js';
import type { GatedProcess } from './gated-process.js';
import { appendAll } from './kafka.js';
import { perSecond } from './table.js';

/** Who takes part: processes that read the topic, and how many of its facts they have handled. */
export interface Contender {
  readonly name: string;
  readonly processes: readonly GatedProcess[];
  readonly reached: () => Promise<number>;
  readonly lookEveryMs?: number;
  /** How many it handles in a lap; all there are where this is absent. */
  readonly facts?: number;
}

/** What a statement answers under `reached`. */
export function offsetsReached(sql: Sql, question: string): Contender['reached'] {
  return async () => {
    const { rows } = await sql.query<{ reached: string | null }>(question);
    return Number(rows[0]?.reached ?? 0);
  };
}

export interface Lap {
  /** Facts per second. */
  readonly rate: number;
  /** Microseconds of processor time that a fact took, with PostgreSQL's and the broker's. */
  readonly processor: number;
  readonly cores: string;
}

/** One after another has the machine, as far as this bench goes; what each starts from lies in the topic before. */
export class Race {
  private total = 0;

  constructor(private readonly log: KafkaEventLog) {}

  async append(facts: readonly Recorded[]): Promise<void> {
    this.total = await appendAll(this.log, facts);
  }

  /** Opens the gates until the facts of the lap are handled; prints the lap. */
  async run({ name, processes, reached, facts, lookEveryMs = 10 }: Contender): Promise<Lap> {
    const start = await reached();
    const end = facts === undefined ? this.total : start + facts;
    const before = usedSoFar();
    const began = performance.now();
    for (const process of processes) process.open();
    let now = start;
    while ((now = await reached()) < end) await pause(lookEveryMs);
    const seconds = (performance.now() - began) / 1000;
    const used = usedBetween(before, usedSoFar());
    for (const process of processes) process.close();
    const rate = (now - start) / seconds;
    const processor = (secondsUsed(used) / (now - start)) * 1e6;
    const cores = coresOf(used, seconds);
    console.log(`${name}: ${perSecond(rate)}, ${processor.toFixed(0)} µs a fact; ${cores}`);
    return { rate, processor, cores };
  }
}
