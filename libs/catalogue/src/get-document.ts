import type { Principal } from '#contracts';
import { Database } from '#platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CurrentCatalogue } from './current-catalogue.js';
import { CIVIL } from './model/calendar.js';
import type { Collection } from './model/collection.js';
import { isVisible, shown } from './shown-document.js';

/** A document with its latest version: its number, and who made it when and why. */
export interface FoundDocument {
  readonly document: object;
  /** Counted per document from 1; 0 for what is built in. */
  readonly version: number;
  readonly at: string | null;
  readonly by: string | null;
  readonly why: string | null;
}

/** One document, whole; a resolution with the targets that the principal may see. Undefined when there is none to see. */
export class GetDocument extends Query<FoundDocument | undefined> {
  constructor(
    readonly collection: Collection,
    readonly code: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

const FIND_DOCUMENT = `
  SELECT body, document.version, at, by, why
  FROM document JOIN reference_version ON reference_version.version = reference_version
  WHERE collection = $1 AND code = $2 AND NOT ended`;

/** In one statement, so that a resolution and its targets are of one version. */
const FIND_RESOLUTION = `
  SELECT body, document.version, at, by, why, (
    SELECT coalesce(json_agg(target.body -> 'terms' ORDER BY target.no), '[]')
    FROM document AS target
    WHERE target.collection = 'targets' AND NOT target.ended
      AND target.body ->> 'resolution' = document.code
  ) AS targets
  FROM document JOIN reference_version ON reference_version.version = reference_version
  WHERE collection = $1 AND code = $2 AND NOT ended`;

interface Row {
  readonly body: object;
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly why: string | null;
  readonly targets?: readonly object[];
}

@QueryHandler(GetDocument)
export class GetDocumentHandler implements IQueryHandler<GetDocument> {
  constructor(
    private readonly database: Database,
    private readonly current: CurrentCatalogue,
  ) {}

  async execute({ collection, code, principal }: GetDocument): Promise<FoundDocument | undefined> {
    const catalogue = await this.current.load();
    const text = collection === 'resolutions' ? FIND_RESOLUTION : FIND_DOCUMENT;
    const { rows } = await this.database.query<Row>(text, [collection, code]);
    const row = rows[0];
    if (!row) return collection === 'calendars' && code === CIVIL.code ? builtIn : undefined;
    const { body, targets, version, at, by, why } = row;
    const document = shown(collection, body);
    if (!isVisible(collection, document, principal, catalogue)) return undefined;
    const seen = targets?.filter((target) => isVisible('targets', target, principal, catalogue));
    const whole = seen ? { ...document, targets: seen } : document;
    return { document: whole, version, at: at.toISOString(), by, why };
  }
}

const builtIn: FoundDocument = { document: CIVIL, version: 0, at: null, by: null, why: null };
