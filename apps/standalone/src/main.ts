import 'reflect-metadata';
import { parseConfiguration } from '#platform';
import { start } from './start.js';

const refuse = (lines: readonly string[]) => {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};

const parsed = parseConfiguration(process.env);
if ('problems' in parsed) refuse(parsed.problems);
else {
  let isEnding = false;
  const starting = start(parsed.configuration);
  const end = () => {
    isEnding = true;
    const exit = (code: number) => () => process.exit(code);
    void starting.then(({ stop }) => stop()).then(exit(0), exit(1));
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    await (
      await starting
    ).ended;
    if (!isEnding) refuse(['PostgreSQL has ended by itself; so does Tiendo.']);
  } catch (error) {
    refuse([(error as Error).message]);
  }
}
