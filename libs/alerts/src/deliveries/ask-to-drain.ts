import type { JobQueue } from '#platform';

/** One job per channel at a time; a channel that has one is not asked again. */
export async function askToDrain(queue: JobQueue, channels: readonly string[]): Promise<void> {
  for (const channel of new Set(channels)) {
    await queue.add('notifier.drain', { channel }, { id: `drain-${channel}` });
  }
}
