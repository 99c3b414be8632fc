import type { Configuration } from '#platform';
import { resolve } from 'node:path';
import {
  chosenExample,
  EXAMPLE_NOW,
  languageOf,
  rememberExample,
  runExample,
} from './example/index.js';
import { serve, type Served } from './serve.js';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Serves, with the example where the data folder is for one, and says where to look next. */
export async function start(configuration: Configuration): Promise<Served> {
  const example = chosenExample(configuration);
  const startsAt = configuration.of.TIENDO_NOW ?? (example ? new Date(EXAMPLE_NOW) : undefined);
  const served = await serve(configuration, startsAt);
  const { address, admin, stop } = served;
  say(`Tiendo listens on ${address}.`);
  if (admin.made) say(`The administrator's key, shown this once: ${admin.key}`);
  if (admin.file) say(`The key is kept in ${resolve(admin.file)}, readable by you only.`);
  if (!example) {
    say('Serving. Ctrl-C ends it.');
    return served;
  }
  try {
    rememberExample(configuration, example);
    await runExample({
      name: example,
      address,
      adminKey: admin.key,
      keyExpression: admin.file ? `$(cat '${resolve(admin.file)}')` : '$TIENDO_ADMIN_KEY',
      now: startsAt ?? new Date(),
      language: languageOf(process.env),
      colours: process.stdout.isTTY,
      print: say,
    });
    return served;
  } catch (error) {
    await stop();
    throw error;
  }
}
