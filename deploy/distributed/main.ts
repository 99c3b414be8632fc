import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXAMPLE_NOW, languageOf, runExample } from '../../apps/standalone/src/example/index.js';
import { startCluster } from './cluster.js';

/** The distributed profile without Docker: engines that are found or fetched, five applications, the example. */
const folder = resolve('.tiendo-distributed');
/** The example's channel is on this machine. */
const DEFAULTS = { TIENDO_LOG_LEVEL: 'warn', TIENDO_WEBHOOK_ALLOW: '127.0.0.1' };
const now = new Date(EXAMPLE_NOW);
const offset = Math.round((now.getTime() - Date.now()) / 1000);
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const adminKey = process.env['TIENDO_ADMIN_KEY'] ?? keptKey();
  const cluster = await startCluster({
    folder,
    adminKey,
    replicas: Number(process.env['TIENDO_REPLICAS'] ?? 1),
    port: Number(process.env['TIENDO_HTTP_PORT'] ?? 8080),
    environment: { ...DEFAULTS, TIENDO_CLOCK_OFFSET: String(offset), ...process.env },
    say,
  });
  const end = (code: number) =>
    void cluster.stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  process.once('SIGINT', () => end(0)).once('SIGTERM', () => end(0));
  try {
    await runExample({
      name: 'district-1',
      address: cluster.address,
      adminKey,
      keyExpression: `$(cat '${join(folder, 'admin-key')}')`,
      now,
      language: languageOf(process.env),
      colours: process.stdout.isTTY,
      print: say,
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    end(1);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}

function keptKey(): string {
  const file = join(folder, 'admin-key');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) {
    writeFileSync(file, `tiendo_${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
