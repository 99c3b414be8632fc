import { FACTS, TOPICS, type CatalogueChanged } from '#contracts';
import { Database, EventLog, type Fact } from '#platform';
import { Injectable } from '@nestjs/common';

const UNANNOUNCED = `
  SELECT version, at, correlation_id, changes FROM reference_version
  WHERE NOT announced ORDER BY version`;

const MARK_ANNOUNCED = `UPDATE reference_version SET announced = true WHERE version = ANY ($1::int[])`;

interface Row {
  readonly version: number;
  readonly at: Date;
  readonly correlation_id: string;
  readonly changes: CatalogueChanged;
}

/**
 * Tells the log of every version, in order. A version is committed with its fact beside it; whoever comes
 * next appends what is not known to be in the log, under the version's own id, so that it is there once.
 */
@Injectable()
export class Announcements {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
  ) {}

  async announce(): Promise<void> {
    const { rows } = await this.database.query<Row>(UNANNOUNCED);
    if (rows.length === 0) return;
    await this.log.append(TOPICS.catalogue, rows.map(factOf));
    await this.database.query(MARK_ANNOUNCED, [rows.map((row) => row.version)]);
  }
}

function factOf(row: Row): Fact<CatalogueChanged> {
  return {
    id: `catalogue:${row.version}`,
    type: FACTS.catalogueChanged,
    key: 'catalogue',
    time: row.at.toISOString(),
    correlationId: row.correlation_id,
    data: row.changes,
  };
}
