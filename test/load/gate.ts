import { EventEmitter, once } from 'node:events';

/** In a process that is measured: passes while the process that measures says so. */
export function theGate(): () => Promise<void> {
  const opened = new EventEmitter().setMaxListeners(0);
  let isOpen = false;
  process.on('message', (word) => {
    isOpen = word === 'open';
    if (isOpen) opened.emit('open');
  });
  process.once('disconnect', () => process.exit());
  return async () => {
    if (!isOpen) await once(opened, 'open');
  };
}
