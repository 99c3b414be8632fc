import type {
  CalendarDocument,
  ChannelDocument,
  IndicatorDocument,
  Problem,
  RuleDocument,
  TargetDocument,
  UnitDocument,
} from '#contracts';
import type { Resolution } from './catalogue.js';
import type { Collection } from './collection.js';

/** A resolution without its targets and without its number. */
export type ResolutionHead = Omit<Resolution, 'no'>;

/** A target's document under its resolution's code. */
export interface TargetUnder {
  readonly resolution: string;
  readonly terms: TargetDocument;
}

/** What each collection holds under each code. */
export interface Bodies {
  units: UnitDocument;
  calendars: CalendarDocument;
  indicators: IndicatorDocument;
  resolutions: ResolutionHead;
  targets: TargetUnder;
  channels: ChannelDocument;
  rules: RuleDocument;
}

/** A document that is proposed, and where it stands in what was sent (a JSON pointer). */
export interface Placed<Body> {
  readonly code: string;
  readonly pointer: string;
  readonly body: Body;
}

export type Proposed = { readonly [Name in Collection]: readonly Placed<Bodies[Name]>[] };

/**
 * A bundle after its schemas: the documents that are well-formed, and what is wrong with the others.
 * The targets sent with a resolution replace all that it had.
 */
export interface Proposal {
  readonly documents: Proposed;
  /** Codes of malformed documents, as `collection/code`: naming them is no second problem. */
  readonly malformed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}
