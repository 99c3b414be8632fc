import type { z } from 'zod';
import type { Problem } from './refusal.js';

type Issue = z.core.$ZodIssue;

/** A JSON pointer (RFC 6901) to a path inside a document. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** What a schema found wrong, as problems; the codes are `unknown-field`, `field-missing`, `field-malformed` or the schema's own. */
export function problemsOf(error: z.ZodError, at: readonly PropertyKey[] = []): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, at));
}

function problemsOfIssue(issue: Issue, at: readonly PropertyKey[]): Problem[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...path, key]),
      code: 'unknown-field',
      message: `The field ${key} is not known here.`,
    }));
  }
  const closest = issue.code === 'invalid_union' ? closestOf(issue.errors) : undefined;
  if (closest) return closest.flatMap((inner) => problemsOfIssue(inner, path));
  return [{ pointer: pointerTo(path), code: codeOf(issue), message: issue.message }];
}

/** Of the alternatives of a union, the one that was most likely meant: with the fewest things wrong. */
function closestOf(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return [...alternatives].sort((a, b) => weightOf(a) - weightOf(b))[0];
}

function weightOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, { code }) => sum + (code === 'unrecognized_keys' ? 2 : 1), 0);
}

function codeOf(issue: Issue): string {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') {
    return issue.params['code'];
  }
  // An issue does not carry its input; what it received stands at the end of its message.
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return missing ? 'field-missing' : 'field-malformed';
}
