import { HttpProblem } from './http-problem.js';

interface Issue {
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly params?: { readonly code?: unknown };
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/** What a schema found wrong with a body or a parameter, as one problem with every place. */
export function problemOfIssues(issues: readonly unknown[]): HttpProblem {
  const errors = issues.flatMap((issue) => errorsOf(issue as Issue));
  return new HttpProblem(400, 'body-invalid', '', errors);
}

function errorsOf(issue: Issue) {
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      pointer: pointerTo([...path, key]),
      code: 'unknown-field',
      message: `The field ${key} is not known here.`,
    }));
  }
  return [{ pointer: pointerTo(path), code: codeOf(issue), message: issue.message }];
}

function codeOf(issue: Issue): string {
  if (typeof issue.params?.code === 'string') return issue.params.code;
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return missing ? 'field-missing' : 'field-malformed';
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
