/**
 * The facts of Tiendo: on which topic each stands, when it happens, who reads it.
 * A fact is appended and never changed; its data is described by the schema of the same name.
 */
export const TOPICS = {
  /** Keyed by indicator. Read by the projector. */
  reports: 'tiendo.reports',
  /** Keyed by sender. What was refused at the door, so that it can be told and counted. */
  refusals: 'tiendo.refusals',
  /** Keyed by `catalogue`: one order. Read by everything that depends on reference data. */
  catalogue: 'tiendo.catalogue',
  /** Keyed by alert id. Read by the alerts projection, the notifier and the event stream. */
  alerts: 'tiendo.alerts',
} as const;
export type Topic = (typeof TOPICS)[keyof typeof TOPICS];

/** What others read on topics that nobody of Tiendo reads: the last message of a key says how it stands. */
export const PUBLISHED_TOPICS = {
  /** Keyed by target id. */
  progress: 'tiendo.progress',
} as const;

export const FACTS = {
  /** A ward's report was accepted: it will be counted. */
  reportAccepted: 'vn.tiendo.report-accepted.v1',
  /** A report was taken back by its sender or by an administrator. */
  reportWithdrawn: 'vn.tiendo.report-withdrawn.v1',
  /** A report was refused for a reason the sender can mend. */
  reportRefused: 'vn.tiendo.report-refused.v1',
  /** A version of reference data was applied; what depends on it is recomputed. */
  catalogueChanged: 'vn.tiendo.catalogue-changed.v1',
  /** Where a target stands has changed: no fact, but derived from them, for those who read along. */
  progressChanged: 'vn.tiendo.progress-changed.v1',
  alertRaised: 'vn.tiendo.alert-raised.v1',
  alertUpdated: 'vn.tiendo.alert-updated.v1',
  alertAcknowledged: 'vn.tiendo.alert-acknowledged.v1',
  alertCommented: 'vn.tiendo.alert-commented.v1',
  alertResolved: 'vn.tiendo.alert-resolved.v1',
  alertSuperseded: 'vn.tiendo.alert-superseded.v1',
} as const;
export type FactType = (typeof FACTS)[keyof typeof FACTS];
