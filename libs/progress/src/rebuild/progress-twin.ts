import { type Catalogue, CurrentCatalogue } from '#catalogue';
import { TOPICS } from '#contracts';
import {
  Database,
  type EventLog,
  ManualClock,
  type Recorded,
  type Sql,
  TwinSchema,
} from '#platform';
import { endLedgerTwin, keepRecordingTimes, LEDGER_TABLES, LEDGER_TABLES_ASIDE } from '#reports';
import pg from 'pg';
import { CatalogueProgressProjection } from '../catalogue-progress.projection.js';
import { everything, followCatalogue } from '../follow-catalogue.js';
import { ReportProgressProjection } from '../report-progress.projection.js';
import { Revisits } from '../revisits.js';
import { todayAt } from '../today.js';
import type { LiveState } from './live-state.js';
import { Replay } from './replay.js';
import { takeSubjectNumbers } from './subject-numbers.js';

const SHAPE = {
  tables: [
    ...LEDGER_TABLES,
    'figure',
    'band',
    'standing_subject',
    'standing',
    'ancestry',
    'due_count',
    'progress_state',
  ],
  views: ['progress_now'],
  aside: LEDGER_TABLES_ASIDE,
  functions: ['quotient'],
};

const FIRST_STATE = `
  INSERT INTO progress_state (catalogue_version, revisited_on, prepared_on) VALUES (0, $1, $1)`;

/** The day by which anything was judged last may have moved since; the bands are as the twin prepared them. */
const takeJudgedDay = (twin: string) => `
  UPDATE ${twin}.progress_state twin SET revisited_on = live.revisited_on
  FROM public.progress_state live WHERE live.revisited_on IS NOT NULL`;

/** Where the engines are, and who is told of replayed facts. */
export interface TwinEngines {
  readonly url: string;
  readonly live: Database;
  readonly log: EventLog;
  readonly replayed: (facts: number) => void;
}

/**
 * The read models made anew beside the live ones, by the same code, from the facts the live ones have
 * applied, the reference data they follow, and the day by which they were judged last.
 */
export class ProgressTwin {
  private readonly pool: pg.Pool;
  private readonly database: Database;
  private readonly catalogues: CurrentCatalogue;
  private readonly clock: ManualClock;
  private readonly replay: Replay;
  private version = 0;

  private constructor(
    private readonly schema: TwinSchema,
    private readonly engines: TwinEngines,
    private day: string,
  ) {
    this.pool = new pg.Pool({ connectionString: schema.addressOf(engines.url), max: 3 });
    this.pool.on('error', () => undefined);
    this.database = new Database(this.pool);
    this.catalogues = new CurrentCatalogue(engines.live);
    this.clock = new ManualClock(noonOf(day));
    const projection = new ReportProgressProjection(this.catalogues, this.clock);
    const { live, log, replayed } = engines;
    this.replay = new Replay(live, this.database, log, projection, replayed);
  }

  /** Makes empty tables, and in them what follows from the reference data alone. */
  static async begin(
    engines: TwinEngines,
    { version, day }: LiveState,
    today: string,
  ): Promise<ProgressTwin> {
    const schema = await engines.live.transaction((tx) => TwinSchema.create(tx, SHAPE));
    const twin = new ProgressTwin(schema, engines, day ?? today);
    try {
      await twin.prepare(version);
      return twin;
    } catch (error) {
      await twin.close();
      throw error;
    }
  }

  get name(): string {
    return this.schema.name;
  }

  get leftOut() {
    return this.replay.leftOut;
  }

  /** The reference data that the twin follows. */
  catalogue(): Promise<Catalogue> {
    return this.catalogues.load(this.version);
  }

  /** How many facts the live read models are ahead; infinite where they follow other reference data or another day. */
  distance({ version, day, next }: LiveState): number {
    if (version !== this.version || (day ?? this.day) !== this.day) return Infinity;
    return this.replay.distance(next);
  }

  factsBehind({ next }: LiveState): number {
    return this.replay.distance(next);
  }

  /** Becomes what the live read models should be. */
  async level({ version, day, next }: LiveState): Promise<void> {
    if (version !== this.version) await this.follow(version);
    if (day !== null && day !== this.day) await this.turnTo(day);
    await this.replay.upTo(next);
  }

  /** So that the first statements after the switch are planned for what is there. */
  async analyse(): Promise<void> {
    await this.database.query(`ANALYZE ${SHAPE.tables.join(', ')}`);
  }

  /** Takes the place of the live read models in the transaction of `tx`, in which nobody writes to them. */
  async takeOver(tx: Sql): Promise<void> {
    await this.schema.keepMaintenanceAway(tx);
    await endLedgerTwin(tx, this.name);
    await this.schema.lockLive(tx);
    await tx.query(takeJudgedDay(this.name));
    await this.schema.takeOver(tx);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async prepare(version: number): Promise<void> {
    await this.database.query(FIRST_STATE, [this.day]);
    await keepRecordingTimes(this.database);
    const catalogue = await this.catalogues.load(version);
    await takeSubjectNumbers(this.engines.live, this.database, catalogue);
    const anew = { ...everything(catalogue), figures: new Set<string>() };
    await followCatalogue(this.database, catalogue, anew, todayAt(this.clock.now()));
    this.version = version;
  }

  /** What the live read models did meanwhile to follow the reference data. */
  private async follow(version: number): Promise<void> {
    const facts: Recorded[] = [];
    for (let next = this.version + 1; next <= version; next += 1) {
      const fact = await this.engines.log.find(TOPICS.catalogue, `catalogue:${next}`);
      if (fact) facts.push(fact);
    }
    const catalogue = await this.catalogues.load(version);
    await takeSubjectNumbers(this.engines.live, this.database, catalogue);
    const { database, catalogues, clock } = this;
    const following = new CatalogueProgressProjection(database, catalogues, clock);
    await following.apply(database, facts);
    this.version = version;
  }

  private async turnTo(day: string): Promise<void> {
    this.clock.set(noonOf(day));
    await new Revisits(this.database, this.catalogues).revisit(this.clock.now());
    this.day = day;
  }
}

/** An instant that lies in the day wherever Tiendo is used. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00+07:00`);
}
