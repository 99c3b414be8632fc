import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';

interface Holder {
  readonly process: ChildProcess;
  readonly url: string;
  readonly said: () => string;
  readonly exit: Promise<number | null>;
}

describe('the embedded PostgreSQL', () => {
  jest.setTimeout(120_000);
  let folder: string;
  const holders = new Set<Holder>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiendo-embedded-'));
  });
  afterEach(async () => {
    for (const holder of holders) holder.process.kill('SIGTERM');
    await Promise.all([...holders].map((holder) => holder.exit));
    holders.clear();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(): Holder {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, ['test/platform/hold-postgres.mjs', folder], { env });
    const words: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => words.push(String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => words.push(String(chunk)));
    const said = () => words.join('');
    const holder: Holder = {
      process: child,
      said,
      exit: new Promise((done) => child.once('close', done)),
      get url() {
        return /ready (\S+)/.exec(said())?.[1] ?? '';
      },
    };
    holders.add(holder);
    return holder;
  }

  async function started(): Promise<Holder> {
    const holder = start();
    let ended = false;
    void holder.exit.then(() => (ended = true));
    await eventually('PostgreSQL answers', () => holder.url !== '' || ended, 60_000);
    if (ended) throw new Error(holder.said());
    return holder;
  }

  async function kill(holder: Holder): Promise<void> {
    holder.process.kill('SIGKILL');
    await holder.exit;
    holders.delete(holder);
  }

  async function end(holder: Holder): Promise<number | null> {
    holder.process.kill('SIGTERM');
    holders.delete(holder);
    return holder.exit;
  }

  async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }

  const postmaster = () =>
    Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

  function runs(pid: number): boolean {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return !/\) Z /.test(stat);
    } catch {
      return false;
    }
  }

  test('a first start that was cut off in the middle is begun anew', async () => {
    mkdirSync(join(folder, 'postgres-new', 'cluster'), { recursive: true });
    writeFileSync(join(folder, 'postgres-new', 'cluster', 'PG_VERSION'), '18\n');
    const holder = await started();
    await query(holder.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
    expect(existsSync(join(folder, 'postgres-new'))).toBe(false);
  });

  test('it listens on this machine alone, and its password is for the owner only', async () => {
    const holder = await started();
    expect(await query(holder.url, 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    expect(await query(holder.url, 'SHOW synchronous_commit')).toEqual([
      { synchronous_commit: 'on' },
    ]);
    expect(statSync(join(folder, 'postgres-password')).mode & 0o777).toBe(0o600);
    const stranger = new URL(holder.url);
    stranger.password = 'guess';
    await expect(query(stranger.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('a second process on the same folder refuses, in one line that names the first', async () => {
    const first = await started();
    const second = start();
    expect(await second.exit).toBe(1);
    expect(second.said().trim().split('\n')).toEqual([
      `Unavailable data-folder-in-use: The data folder ${folder} is already in use by process ${first.process.pid}; stop it, or set TIENDO_DATA_DIR to another folder.`,
    ]);
    expect(await query(first.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('asked to end, it ends in order and gives the folder back', async () => {
    const holder = await started();
    const pid = postmaster();
    expect(await end(holder)).toBe(0);
    expect(runs(pid)).toBe(false);
    expect(existsSync(join(folder, 'tiendo.lock'))).toBe(false);
    const log = readFileSync(join(folder, 'postgres.log'), 'utf8').trim().split('\n');
    expect(log.at(-1)).toContain('database system is shut down');
  });

  test('a PostgreSQL that outlived its killed parent is ended, and what was committed is there', async () => {
    const holder = await started();
    const orphan = postmaster();
    await query(holder.url, 'INSERT INTO kept VALUES (2)');
    await kill(holder);
    expect(runs(orphan)).toBe(true);
    const next = await started();
    expect(runs(orphan)).toBe(false);
    expect(await query(next.url, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('after a kill of everything, what was committed is there', async () => {
    const holder = await started();
    const pid = postmaster();
    await query(holder.url, 'INSERT INTO kept VALUES (3)');
    const busy = query(holder.url, 'SELECT count(*) FROM generate_series(1, 2000000000)');
    busy.catch(() => undefined);
    await eventually('a long statement runs', async () => {
      const [row] = await query(
        holder.url,
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()`,
      );
      return row?.['n'] === 1;
    });
    process.kill(pid, 'SIGKILL');
    await kill(holder);
    const next = await started();
    expect(await query(next.url, 'SELECT max(n) FROM kept')).toEqual([{ max: 3 }]);
  });

  test('left-over numbers that belong to other processes by now are no obstacle', async () => {
    await end(await started());
    writeFileSync(join(folder, 'tiendo.lock'), `${process.pid} 1`);
    writeFileSync(
      join(folder, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${join(folder, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n  0 0\nready\n`,
    );
    expect(await query((await started()).url, 'SELECT max(n) FROM kept')).toEqual([{ max: 3 }]);
    expect(runs(process.pid)).toBe(true);
  });

  test('when PostgreSQL ends by itself, its parent hears of it', async () => {
    const holder = await started();
    process.kill(postmaster(), 'SIGKILL');
    await eventually('the end is told', () => holder.said().includes('ended'));
  });

  test('a PostgreSQL that cannot start says why', async () => {
    const settings = join(folder, 'postgres', 'postgresql.conf');
    const before = readFileSync(settings, 'utf8');
    appendFileSync(settings, "\nwal_level = 'nonsense'\n");
    const holder = start();
    expect(await holder.exit).toBe(1);
    expect(holder.said()).toMatch(/^Unavailable postgres-failed: .*nonsense/);
    writeFileSync(settings, before);
    expect(existsSync(join(folder, 'tiendo.lock'))).toBe(false);
  });
});
