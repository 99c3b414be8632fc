import { readFileSync } from 'node:fs';

/** What runs as a process of its own in the distributed profile, by the name of its folder in `apps/`. */
export function separateApplications(): string[] {
  const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as {
    projects: Record<string, { type: string }>;
  };
  return Object.keys(projects).filter(
    (name) => projects[name]?.type === 'application' && name !== 'standalone',
  );
}
