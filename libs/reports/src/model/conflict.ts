import type { Refusal } from '#contracts';

/** The refusal of a report whose id was used for other content. */
export function conflictOf(reportId: string): Refusal {
  return { pointer: '/reportId', code: 'duplicate-conflict', values: { reportId } };
}
