import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Bundle, SubmittedReport } from '#contracts';
import { z } from 'zod';
import { documentsOf } from './csv.js';
import { Invention } from './profile.js';

/** An example folder, read: reference data, reports written out, and how the others are invented. */
export interface Example {
  readonly bundle: Bundle;
  readonly written: readonly SubmittedReport[];
  readonly invention: Invention;
}

const READ_DOCUMENTS = ['units.csv', 'indicators.yaml', 'rules.yaml', 'channels.yaml'];

/** Reads a folder that is a bundle as files; throws with the file's name and what is wrong in it. */
export function readExample(folder: string): Example {
  const parts = READ_DOCUMENTS.map((file) => collectionsIn(join(folder, file)));
  const resolutions = filesIn(join(folder, 'resolutions'), '.yaml').map(resolutionIn);
  return {
    bundle: checked('the bundle', Bundle, Object.assign({ resolutions }, ...parts)),
    written: filesIn(join(folder, 'reports'), '.csv').flatMap((file) =>
      checked(file, z.array(SubmittedReport), documentsOf(readFileSync(file, 'utf8'))),
    ),
    invention: checked('profiles.yaml', Invention, yamlIn(join(folder, 'reports/profiles.yaml'))),
  };
}

/** The folder of a named example, wherever the program was started or built. */
export function exampleFolder(name: string): string {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const folder = join(at, 'examples', name);
    if (existsSync(folder)) return folder;
    if (at === dirname(at)) throw new Error(`There is no example ${name}.`);
  }
}

function collectionsIn(file: string): object {
  if (file.endsWith('.yaml')) return yamlIn(file);
  return { [basename(file, '.csv')]: documentsOf(readFileSync(file, 'utf8')) };
}

/** A resolution's own file, and its further targets from the CSV files in the folder of its name. */
function resolutionIn(file: string): object {
  const resolution = yamlIn(file) as { targets?: object[] };
  const more = filesIn(file.replace(/\.yaml$/, ''), '.csv').flatMap((csv) =>
    documentsOf(readFileSync(csv, 'utf8')),
  );
  return { ...resolution, targets: [...(resolution.targets ?? []), ...more] };
}

function filesIn(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(extension));
  return names.sort().map((name) => join(folder, name));
}

function yamlIn(file: string): object {
  return parse(readFileSync(file, 'utf8')) as object;
}

function checked<T>(what: string, schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new Error(`${what} is not valid:\n${z.prettifyError(result.error)}`);
  return result.data;
}
