import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that reads a topic and handles what it has read only while its gate is open. */
export interface GatedProcess {
  open(): void;
  close(): void;
  /** What it has told of how much it has handled. */
  handled(): number;
  end(): Promise<void>;
}

export function gatedProcess(main: string, ...settings: readonly string[]): GatedProcess {
  const file = fileURLToPath(new URL(`./${main}.main.js`, import.meta.url));
  const child: ChildProcess = fork(file, settings);
  let handled = 0;
  child.on('message', (count) => (handled = Number(count)));
  let isEnding = false;
  child.once('exit', (code) => {
    if (isEnding) return;
    console.error(`${main} has ended with ${code}`);
    process.exit(1);
  });
  return {
    open: () => void child.send('open'),
    close: () => void child.send('close'),
    handled: () => handled,
    end: async () => {
      isEnding = true;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
