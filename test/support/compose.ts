import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of `docker-compose.yml`, as far as it is checked. */
export interface ComposedService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

/** `docker-compose.yml`, read, with what is said once put where it is meant. */
export function readCompose() {
  const text = readFileSync('docker-compose.yml', 'utf8');
  const { services, volumes } = parse(text, { merge: true }) as {
    services: Record<string, ComposedService>;
    volumes: Record<string, object>;
  };
  return { text, services, volumes };
}

/** The lines of an instruction of a Dockerfile, with those that it goes on over. */
export function instructionsOf(dockerfile: string, instruction: string): string[] {
  const joined = dockerfile.replace(/\\\n\s*/g, '').split('\n');
  return joined.filter((line) => line.startsWith(`${instruction} `));
}
