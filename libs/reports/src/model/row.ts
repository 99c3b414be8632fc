import type { SubmittedReport } from '#contracts';

/** A submitted report as far as it is well-formed. */
export interface Row {
  readonly fields: Readonly<Partial<SubmittedReport>>;
  /** Fields that were sent and are not of their form: refused already, and judged no further. */
  readonly malformed: ReadonlySet<string>;
}
