import type { Principal } from '#contracts';
import { Database } from '#platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CurrentCatalogue } from './current-catalogue.js';
import type { Collection } from './model/collection.js';
import { isVisible, shown } from './shown-document.js';

/** One version that a document had; a version in which it ended carries the document as it was last. */
export interface PastVersion {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly why: string | null;
  readonly ended: boolean;
  readonly document: object;
}

/** Every version of a document, newest first; of a resolution, without its targets, which have their own. */
export class DocumentHistory extends Query<readonly PastVersion[]> {
  constructor(
    readonly collection: Collection,
    readonly code: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

const VERSIONS = `
  SELECT past.version, at, by, why, past.ended, past.body
  FROM document
  JOIN document_version AS past ON past.document_no = document.no
  JOIN reference_version ON reference_version.version = past.reference_version
  WHERE collection = $1 AND code = $2
  ORDER BY past.version DESC`;

interface Row {
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly why: string | null;
  readonly ended: boolean;
  readonly body: object;
}

@QueryHandler(DocumentHistory)
export class DocumentHistoryHandler implements IQueryHandler<DocumentHistory> {
  constructor(
    private readonly database: Database,
    private readonly current: CurrentCatalogue,
  ) {}

  async execute({ collection, code, principal }: DocumentHistory): Promise<readonly PastVersion[]> {
    const catalogue = await this.current.load();
    const { rows } = await this.database.query<Row>(VERSIONS, [collection, code]);
    return rows
      .map(({ body, at, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        document: shown(collection, body),
      }))
      .filter(({ document }) => isVisible(collection, document, principal, catalogue));
  }
}
