import 'reflect-metadata';
import { parseConfiguration } from '#platform';
import { serve } from './serve.js';

const say = (text: string) => process.stdout.write(`${text}\n`);
const refuse = (lines: readonly string[]) => {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};

const parsed = parseConfiguration(process.env);
if ('problems' in parsed) refuse(parsed.problems);
else {
  try {
    const { address, admin, stop } = await serve(parsed.configuration);
    say(`Tiendo listens on ${address}; Ctrl-C ends it.`);
    if (admin.made) say(`The administrator's key, shown this once: ${admin.key}`);
    if (admin.file) say(`The key is kept in ${admin.file}.`);
    const end = () => void stop().then(() => process.exit(0));
    process.once('SIGINT', end).once('SIGTERM', end);
  } catch (error) {
    refuse([(error as Error).message]);
  }
}
