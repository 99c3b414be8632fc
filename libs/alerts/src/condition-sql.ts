import type { ClearCondition, Condition, Status } from '#contracts';

/** The tens of a verdict's number, by status. */
const TENS: Readonly<Record<Status, number>> = {
  attained: 1,
  'on-track': 2,
  'at-risk': 3,
  'off-track': 4,
  missed: 5,
  'not-assessed': 6,
};

export type Sort = 'status' | 'pace' | 'value' | 'overdue';

/** A condition as a rule group's statement takes it: what differs between rules of one sort. */
export interface Parameters {
  /** Bits by the tens of the verdict. */
  readonly mask: number | null;
  readonly limit: string | null;
  readonly isAbove: boolean;
}

export function sortOf(condition: Condition): Sort {
  if ('status' in condition) return 'status';
  if ('pace' in condition) return 'pace';
  return 'value' in condition ? 'value' : 'overdue';
}

export function parametersOf(condition: Condition | ClearCondition | undefined): Parameters {
  if (condition === undefined || 'overdue' in condition) {
    return { mask: null, limit: null, isAbove: false };
  }
  if ('status' in condition) {
    const mask = condition.status.reduce((bits, status) => bits | (1 << TENS[status]), 0);
    return { mask, limit: null, isAbove: false };
  }
  const limits: { below?: string; above?: string } =
    'pace' in condition ? condition.pace : condition.value;
  const isAbove = limits.above !== undefined;
  return { mask: null, limit: limits.above ?? limits.below ?? null, isAbove };
}

/** The number of a status by which the worst one told is kept. */
export function tensOf(status: Status): number {
  return TENS[status];
}

/**
 * The condition of a sort on a standing `s` with the parameters of a rule `r`, as SQL; `side` says which:
 * `when` or `clear`. It says what `holds` of model/condition.ts says, null standing for undefined.
 */
export function conditionSql(sort: Sort, side: 'when' | 'clear'): string {
  const [limit, above] = [`r.${side}_limit`, `r.${side}_above`];
  const compared = (value: string, scale: string) =>
    `CASE WHEN ${above} THEN ${value} > ${limit} * ${scale} ELSE ${value} < ${limit} * ${scale} END`;
  switch (sort) {
    case 'status':
      return `CASE WHEN (r.${side}_mask >> (s.verdict / 10)) & 1 = 1 THEN true
                   WHEN s.verdict / 10 = ${TENS['not-assessed']} THEN NULL ELSE false END`;
    case 'pace':
      return `CASE WHEN s.actual IS NULL OR s.pace_one IS NULL THEN NULL
                   WHEN s.pace_one > s.pace_zero
                     THEN ${compared('s.actual - s.pace_zero', '(s.pace_one - s.pace_zero)')}
                   WHEN s.pace_one < s.pace_zero
                     THEN ${compared('s.pace_zero - s.actual', '(s.pace_zero - s.pace_one)')}
                   WHEN s.actual <= 0 THEN ${above}
                   ELSE ${compared('s.pace_one', 's.actual')} END`;
    case 'value':
      return compared('s.actual', '1');
    case 'overdue':
      return `coalesce(s.next_deadline <= r.cutoff, false)`;
  }
}
