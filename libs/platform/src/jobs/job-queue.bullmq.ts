import { Unavailable } from '../errors.js';
import {
  type BullMqStore,
  postgresStore,
  redisStore,
  type RunningWorker,
  type StoredQueue,
} from './bullmq-store.js';
import { type JobName, JobQueue, type Jobs } from './job-queue.js';
import { OpenedQueues } from './opened-queues.js';

const PREFIX = 'tiendo';
const RENEW_EVERY_MS = 5000;
/** A job that is done leaves nothing behind, so its id is free again. */
const ONCE = { attempts: 1, removeOnComplete: true, removeOnFail: true };

type Failed = (error: unknown) => void;

interface Registered {
  handle: (data: unknown) => Promise<void>;
  concurrency: number;
}

/**
 * The job queue on BullMQ, one of its queues per job name. `failed` hears of every job that fails, and at most
 * once per second of what the store suffers: when a database restarts, workers complain without a pause.
 */
export class BullMqJobQueue extends JobQueue {
  private readonly registered = new Map<JobName, Registered>();
  /** What is repeated, with what asks for it again: a store that was emptied has forgotten it. */
  private readonly repeated = new Map<JobName, () => Promise<unknown>>();
  private renewing: NodeJS.Timeout | undefined;
  private readonly queues: OpenedQueues;
  private readonly workers: RunningWorker[] = [];
  private readonly running = new Set<Promise<void>>();
  private started = false;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly store: BullMqStore,
    private readonly failed: Failed,
    private readonly prefix: string,
  ) {
    super();
    this.queues = new OpenedQueues(store);
  }

  /** Makes its tables in the schema `bullmq` of this database. Queues with another prefix do not see one another. */
  static onPostgres(url: string, failed: Failed, { prefix = PREFIX } = {}): BullMqJobQueue {
    return new BullMqJobQueue(postgresStore(url, failed), failed, prefix);
  }

  static onRedis(url: string, failed: Failed, { prefix = PREFIX } = {}): BullMqJobQueue {
    return new BullMqJobQueue(redisStore(url, failed), failed, prefix);
  }

  async add<Job extends JobName>(
    job: Job,
    data: Jobs[Job],
    { id, delayMs = 0 }: { id?: string; delayMs?: number } = {},
  ): Promise<void> {
    const options = { ...ONCE, delay: delayMs, ...(id === undefined ? {} : { jobId: jobId(id) }) };
    await this.ask(job, (queue) => queue.add(job, data, options));
  }

  async every<Job extends JobName>(job: Job, data: Jobs[Job], intervalMs: number): Promise<void> {
    const schedule = () =>
      this.ask(job, (queue) =>
        queue.upsertJobScheduler(job, { every: intervalMs }, { name: job, data, opts: ONCE }),
      );
    this.repeated.set(job, schedule);
    if (this.started) this.refuseWithoutWorker();
    await schedule();
  }

  work<Job extends JobName>(
    job: Job,
    handle: (data: Jobs[Job]) => Promise<void>,
    { concurrency = 1 }: { concurrency?: number } = {},
  ): void {
    if (this.started)
      throw new Error(`The worker of ${job} comes too late: the queue has started.`);
    if (this.registered.has(job)) throw new Error(`The job ${job} has a worker already.`);
    this.registered.set(job, { handle: handle as Registered['handle'], concurrency });
  }

  async start(): Promise<void> {
    this.refuseWithoutWorker();
    if (this.started) throw new Error('The job queue has started already.');
    this.started = true;
    await reach(async () => {
      await this.store.prepare();
      for (const job of this.registered.keys()) this.workers.push(this.worker(job));
      await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    });
    for (const worker of this.workers) worker.run().catch(this.failed);
    this.renewing = setInterval(() => void this.renew(), RENEW_EVERY_MS);
  }

  /** Waits for the jobs that run; those that wait stay for another process. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async renew(): Promise<void> {
    for (const schedule of this.repeated.values()) await schedule().catch(() => undefined);
  }

  private async end(): Promise<void> {
    clearInterval(this.renewing);
    const force = !this.store.reachable();
    await Promise.all(this.workers.map((worker) => worker.close(force)));
    await Promise.allSettled(this.running);
    await this.queues.close();
    await this.store.close();
  }

  private refuseWithoutWorker(): void {
    const idle = [...this.repeated.keys()].filter((job) => !this.registered.has(job));
    if (idle.length > 0) throw new Error(`Nobody works on what is repeated: ${idle.join(', ')}.`);
  }

  private worker(job: JobName): RunningWorker {
    const { handle, concurrency } = this.registered.get(job) as Registered;
    return this.store.worker(this.nameOf(job), {
      concurrency,
      handle: (data) => {
        const run = handle(data).finally(() => this.running.delete(run));
        this.running.add(run);
        return run;
      },
      failed: (cause) => this.failed(new Error(`The job ${job} failed.`, { cause })),
    });
  }

  private async ask(
    job: JobName,
    question: (queue: StoredQueue) => Promise<unknown>,
  ): Promise<void> {
    if (this.closing) throw new Unavailable('jobs-unavailable', 'The job queue is closed.');
    await reach(async () => question(await this.queues.get(this.nameOf(job))));
  }

  private nameOf(job: JobName): string {
    return `${this.prefix}.${job}`;
  }
}

/** BullMQ takes neither a colon nor a bare number. */
function jobId(id: string): string {
  return `id-${encodeURIComponent(id)}`;
}

async function reach<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new Unavailable('jobs-unavailable', 'The job queue cannot be reached.', { cause });
  }
}
