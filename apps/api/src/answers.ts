import { HttpProblem } from '#platform';

type Given<Asked> = { readonly [Key in keyof Asked]: Exclude<Asked[Key], undefined> };

/** Without the parameters that were not sent. */
export function given<Asked extends object>(query: Asked): Given<Asked> {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Asked>;
}

/** What was asked for; a problem that says what is not there. */
export function found<Found>(one: Found | undefined, what: string): Found {
  if (one === undefined) throw new HttpProblem(404, 'not-found', `There is no ${what}.`);
  return one;
}

/** A page; a problem for a cursor that was never given out. */
export function pageOr<Page>(page: Page | undefined): Page {
  if (page !== undefined) return page;
  const message = 'This is not a cursor given out here.';
  const errors = [{ pointer: '/cursor', code: 'parameter-malformed', message }];
  throw new HttpProblem(400, 'parameter-malformed', message, errors);
}
