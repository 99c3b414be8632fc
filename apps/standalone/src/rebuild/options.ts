import { parseArgs } from 'node:util';

export const USAGE = `npm run rebuild -- --projection progress [--dry-run] [--allow-changes]

  --projection progress   makes the ledger and the read models of progress anew from the facts
  --dry-run               builds and compares, and takes nothing over
  --allow-changes         takes over although something differs from what is live

Ends with 0 when it took over (or would), with 2 when something differs and that was not allowed,
with 1 when it could not be done, with 130 when it was interrupted. The live tables change with a
take-over only.`;

export interface Options {
  readonly dryRun: boolean;
  readonly allowChanges: boolean;
}

/** What the command line asks for, or what is wrong with it. */
export function optionsOf(args: readonly string[]): Options | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        projection: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'allow-changes': { type: 'boolean', default: false },
      },
    });
    if (values.projection !== 'progress') {
      return { problem: 'Say which projection: --projection progress is the one there is.' };
    }
    return { dryRun: values['dry-run'], allowChanges: values['allow-changes'] };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
