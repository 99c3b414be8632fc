import { rmSync } from 'node:fs';

export default async function stop() {
  const { folder, postgres } = globalThis.__TIENDO_POSTGRES__;
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
