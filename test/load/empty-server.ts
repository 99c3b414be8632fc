import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The HTTP stack of Tiendo in a process of its own, answering 202 without looking at what it was sent. */
export async function startEmptyServer(): Promise<{ url: string; stop(): void }> {
  const child = fork(fileURLToPath(new URL('./empty-server.main.js', import.meta.url)));
  const [url] = (await once(child, 'message')) as [string];
  return { url, stop: () => void child.kill('SIGKILL') };
}
