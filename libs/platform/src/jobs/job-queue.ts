/** What can be asked of the job queue: each name with its payload. A job that has no worker, or two, refuses to start. */
export interface Jobs {
  /** Looks at the due-list and runs what is due. */
  'evaluator.tick': Record<string, never>;
  /** Runs one evaluation that somebody asked for. */
  'evaluator.run': { evaluationId: string };
  /** Looks for deliveries that are due and have no job. */
  'notifier.sweep': Record<string, never>;
  /** Sends what is due on one channel, in order, until done or until it fails. */
  'notifier.drain': { channel: string };
}
export type JobName = keyof Jobs;

/**
 * A trigger, not a truth: what is due is a row in PostgreSQL, and every job may run twice or be lost.
 */
export abstract class JobQueue {
  /** A job with an `id` that is already waiting or running is not added again. */
  abstract add<Job extends JobName>(
    job: Job,
    data: Jobs[Job],
    options?: { id?: string; delayMs?: number },
  ): Promise<void>;

  /** Repeats a job; calling it again changes the interval, it never doubles the schedule. */
  abstract every<Job extends JobName>(job: Job, data: Jobs[Job], intervalMs: number): Promise<void>;

  /** Registers the one worker of a job; a rejection is logged and counted, the job is not retried by the queue. */
  abstract work<Job extends JobName>(
    job: Job,
    handle: (data: Jobs[Job]) => Promise<void>,
    options?: { concurrency?: number },
  ): void;

  /** Starts the workers once all are registered. */
  abstract start(): Promise<void>;

  abstract close(): Promise<void>;
}
