import {
  MAX_BATCH,
  type Problem,
  problemsOf,
  SubmittedBatch,
  type BatchAnswer,
  type BatchResult,
  type ReportAccepted,
} from '#contracts';
import { HttpProblem, type Language } from '#platform';
import { worded, type Submitted } from '#reports';

/** Of refusals that are no matter of content, the weightiest first. */
const STATUS: Readonly<Record<string, number>> = {
  'not-permitted': 403,
  'duplicate-conflict': 409,
  'body-too-large': 413,
};

/** The answer to one report; throws the problem document of one that was refused. */
export function acceptedOr(submitted: Submitted | undefined, language: Language): ReportAccepted {
  if (submitted?.state === 'accepted') return submitted;
  const errors = (submitted?.refusals ?? []).map((refusal) => worded(refusal, language));
  const { code, message } = weightiest(errors);
  throw new HttpProblem(STATUS[code] ?? 422, code, message, errors);
}

function weightiest(errors: readonly Problem[]): { code: string; message: string } {
  const first = Object.keys(STATUS).flatMap(
    (code) => errors.find((error) => error.code === code) ?? [],
  );
  return first[0] ?? errors[0] ?? { code: 'body-invalid', message: '' };
}

/** The rows of a batch, each as it was sent; throws for a body that is no batch, or too large a one. */
export function rowsOf(body: unknown): readonly unknown[] {
  const sent = (body as { reports?: unknown } | null)?.reports;
  if (Array.isArray(sent) && sent.length > MAX_BATCH) {
    const detail = `${sent.length} reports; a batch has at most ${MAX_BATCH}.`;
    throw new HttpProblem(413, 'batch-too-large', detail);
  }
  const parsed = SubmittedBatch.safeParse(body);
  if (parsed.success) return parsed.data.reports;
  throw new HttpProblem(422, 'body-invalid', '', problemsOf(parsed.error));
}

/** One result per row; the position is the last of those accepted. */
export function batchAnswer(answers: readonly Submitted[], language: Language): BatchAnswer {
  const results = answers.map((answer, index) => resultOf(answer, index, language));
  const positions = results.flatMap(({ position }) => position ?? []);
  return {
    accepted: positions.length,
    refused: results.length - positions.length,
    position: positions.reduce<string | null>((a, b) => (a !== null && a > b ? a : b), null),
    results,
  };
}

function resultOf(answer: Submitted, index: number, language: Language): BatchResult {
  const { reportId, state } = answer;
  if (answer.state === 'accepted') return { index, reportId, state, position: answer.position };
  const errors = answer.refusals.map((refusal) => worded(refusal, language));
  return { index, reportId, state, errors };
}
