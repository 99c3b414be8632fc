import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, type Server, startServer } from '../support/server.js';
import { smallTown } from '../support/small-town.js';

/** The whole application on a fresh data folder with the small town in it, for one bench. */
export async function withServer<Result>(
  work: (server: Server) => Promise<Result>,
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const server = await startServer(dataDir, {
    TIENDO_NOW: '2024-08-20T08:00:00+07:00',
    TIENDO_RATE_LIMIT: '0',
  });
  try {
    const { status } = await call(server, 'POST', '/v1/apply', smallTown());
    if (status !== 200) throw new Error(`/v1/apply: ${status}`);
    return await work(server);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
