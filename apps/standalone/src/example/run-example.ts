import { dayIn } from '#platform';
import type { Alert, ProgressItem } from '#contracts';
import { renderBoard } from './board.js';
import { Client } from './client.js';
import { sendingsUntil } from './generate.js';
import { evaluate, loadExample } from './load.js';
import type { Found } from './load.js';
import { exampleFolder, readExample } from './read-example.js';
import { coloured, plain } from './text.js';
import type { Language } from './text.js';
import { renderWelcome } from './welcome.js';

/** Where the clock of the example starts unless TIENDO_NOW says otherwise: inside the term, before the district's last month. */
export const EXAMPLE_NOW = '2025-05-20T08:00:00+07:00';

export interface ExampleRun {
  /** The example's folder under examples/. */
  readonly name: string;
  readonly address: string;
  readonly adminKey: string;
  /** A shell expression that gives the administrator's key, for the commands that are shown. */
  readonly keyExpression: string;
  readonly now: Date;
  readonly language: Language;
  readonly colours: boolean;
  readonly print: (text: string) => void;
}

/**
 * Loads the example where it is not there yet, evaluates, and prints the board and the welcome. A
 * start on a loaded data folder loads nothing.
 */
export async function runExample(run: ExampleRun): Promise<Found> {
  const example = readExample(exampleFolder(run.name));
  const client = new Client(run.address, run.adminKey);
  const today = dayIn(run.now);
  const found = await loadExample(client, example, sendingsUntil(example, lastDayOfReports(today)));
  await evaluate(client);
  const day = lastDayOfReports(today);
  const items = await client.list<ProgressItem>(`/v1/progress?limit=1000&asOf=${day}`);
  const alerts = await client.list<Alert>('/v1/alerts?state=open&limit=1000');
  const content = { asOf: day, bundle: example.bundle, items, alerts };
  run.print(renderBoard(content, run.language, run.colours ? coloured : plain));
  run.print('');
  run.print(renderWelcome({ ...run, now: today }, run.language));
  return found;
}

/** The offices of the example fall silent where its clock starts; a clock set earlier hears less. */
function lastDayOfReports(today: string): string {
  const last = dayIn(new Date(EXAMPLE_NOW));
  return today < last ? today : last;
}

/** The board speaks Vietnamese where the terminal does, else English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return locale.startsWith('vi') ? 'vi' : 'en';
}
