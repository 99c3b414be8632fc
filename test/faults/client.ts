import { ADMIN_KEY } from '../support/server.js';
import { WARDS } from '../support/small-town.js';
import { oneOf } from './random.js';

/** What a client knows for certain: the answers it has seen. */
export interface Acknowledged {
  readonly reportId: string;
  readonly content: string;
  readonly position: string;
}

export interface Journal {
  readonly accepted: Map<string, Acknowledged>;
  readonly withdrawn: Set<string>;
  readonly violations: string[];
  /** Facts that were put into the log and that nobody can apply. */
  readonly poison: Set<string>;
  /** Statuses by which a system of several parts says to come again: then nothing is known. */
  readonly comeAgain: readonly number[];
}

export function aJournal(comeAgain: readonly number[] = []): Journal {
  const poison = new Set<string>();
  return { accepted: new Map(), withdrawn: new Set(), violations: [], poison, comeAgain };
}

const PERIODS = {
  month: ['2024-04', '2024-05', '2024-06', '2024-07', '2023-12', '2023-11'],
  quarter: ['2024-Q2', '2024-Q1', '2023-Q4'],
};

let counter = 0;

/** One client that reports, repeats, contradicts and withdraws until `stopped()` or the server is gone. */
export async function runClient(
  baseUrl: string,
  random: () => number,
  journal: Journal,
  stopped: () => boolean,
): Promise<void> {
  const known: Record<string, unknown>[] = [];
  while (!stopped()) {
    const act = random();
    const sent =
      act < 0.55 || known.length === 0
        ? await sendBatch(baseUrl, random, journal, known)
        : act < 0.75
          ? await sendOne(baseUrl, fresh(random), journal, known)
          : act < 0.88
            ? await sendOne(baseUrl, oneOf(random, known), journal, known)
            : act < 0.94
              ? await contradict(baseUrl, oneOf(random, known), journal)
              : await withdraw(baseUrl, oneOf(random, known), journal);
    if (!sent) return;
  }
}

function fresh(random: () => number): Record<string, unknown> {
  const reportId = `r-${process.pid}-${(counter += 1)}`;
  const unit = oneOf(random, WARDS);
  const standing = random() < 0.3 ? 'estimate' : 'official';
  const kind = random();
  if (kind < 0.4) {
    const value = (random() * 200).toFixed(3);
    return {
      reportId,
      indicator: 'budget-revenue',
      unit,
      period: oneOf(random, PERIODS.month),
      value,
      standing,
    };
  }
  const [indicator, periods] =
    kind < 0.7
      ? (['e-health-record', PERIODS.quarter] as const)
      : (['waste-collected', PERIODS.month] as const);
  const denominator = String(100 + Math.floor(random() * 900));
  const numerator = String(Math.floor(Number(denominator) * (0.85 + random() * 0.15)));
  return {
    reportId,
    indicator,
    unit,
    period: oneOf(random, periods),
    numerator,
    denominator,
    standing,
  };
}

async function sendBatch(
  baseUrl: string,
  random: () => number,
  journal: Journal,
  known: Record<string, unknown>[],
): Promise<boolean> {
  const reports = Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
    known.length > 0 && random() < 0.1 ? oneOf(random, known) : fresh(random),
  );
  const answer = await post(baseUrl, '/v1/reports/batch', { reports }, journal);
  if (answer === undefined) return false;
  if (answer.status !== 200) journal.violations.push(`a batch was answered ${answer.status}`);
  const results = (answer.body.results ?? []) as {
    index: number;
    state: string;
    position: string;
  }[];
  for (const result of results) {
    const report = reports[result.index];
    if (report === undefined) continue;
    if (result.state === 'accepted') acknowledge(journal, known, report, result.position);
    else journal.violations.push(`a good row was refused: ${JSON.stringify(result)}`);
  }
  return true;
}

async function sendOne(
  baseUrl: string,
  report: Record<string, unknown>,
  journal: Journal,
  known: Record<string, unknown>[],
): Promise<boolean> {
  const answer = await post(baseUrl, '/v1/reports', report, journal);
  if (answer === undefined) return false;
  if (answer.status === 202) acknowledge(journal, known, report, answer.body.position as string);
  else journal.violations.push(`a good report was answered ${answer.status}`);
  return true;
}

function acknowledge(
  journal: Journal,
  known: Record<string, unknown>[],
  report: Record<string, unknown>,
  position: string,
): void {
  const reportId = String(report['reportId']);
  const before = journal.accepted.get(reportId);
  if (before !== undefined && before.position !== position) {
    journal.violations.push(`${reportId} was answered ${before.position}, then ${position}`);
  }
  if (before === undefined) known.push(report);
  journal.accepted.set(reportId, { reportId, content: JSON.stringify(report), position });
}

async function contradict(
  baseUrl: string,
  report: Record<string, unknown>,
  journal: Journal,
): Promise<boolean> {
  const other = { ...report, note: 'other content' };
  const answer = await post(baseUrl, '/v1/reports', other, journal);
  if (answer !== undefined && answer.status !== 409) {
    journal.violations.push(
      `other content under ${report['reportId']} was answered ${answer.status}`,
    );
  }
  return answer !== undefined;
}

async function withdraw(
  baseUrl: string,
  report: Record<string, unknown>,
  journal: Journal,
): Promise<boolean> {
  const path = `/v1/reports/${String(report['reportId'])}/withdrawal`;
  const answer = await post(baseUrl, path, { reason: 'drill' }, journal);
  if (answer === undefined) return false;
  if (answer.status === 202) journal.withdrawn.add(String(report['reportId']));
  else journal.violations.push(`a withdrawal was answered ${answer.status}`);
  return true;
}

/** Undefined when the answer never came: then nothing is known. */
async function post(
  baseUrl: string,
  path: string,
  body: unknown,
  { comeAgain }: Journal,
): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
  try {
    const answer = await fetch(baseUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (comeAgain.includes(answer.status)) return undefined;
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  } catch {
    return undefined;
  }
}
