import 'reflect-metadata';
import { parseConfiguration } from '#platform';
import { optionsOf, USAGE } from './rebuild/options.js';
import { rebuild } from './rebuild/rebuild.js';

const INTERRUPTED = 130;

const end = (code: number, ...lines: readonly string[]) => {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exit(code);
};

const options = optionsOf(process.argv.slice(2));
const parsed = parseConfiguration(process.env);
if ('problem' in options) end(1, options.problem, '', USAGE);
else if ('problems' in parsed) end(1, ...parsed.problems);
else {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    end(await rebuild(parsed.configuration, options, interruption.signal));
  } catch (error) {
    if (interruption.signal.aborted) end(INTERRUPTED, 'Interrupted; what is live is as it was.');
    else end(1, (error as Error).message);
  }
}
