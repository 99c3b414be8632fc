import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JobQueue } from '#platform';
import { eventually } from '../support/eventually.js';

/** What the suite needs of an adapter. `open` gives a queue as another process would have it. */
export interface QueuesUnderTest {
  open(prefix: string, failed: (error: unknown) => void): JobQueue;
  /** A queue on a store that is not there. */
  openNowhere(failed: (error: unknown) => void): JobQueue;
  stop(): Promise<void>;
}

/** Every adapter of the job queue must pass this, unchanged. */
export function jobQueueContract(name: string, start: () => Promise<QueuesUnderTest>): void {
  describe(`the job queue on ${name}`, () => {
    let under: QueuesUnderTest;
    let prefix: string;
    let queue: JobQueue;
    let told: unknown[];
    const opened: JobQueue[] = [];

    beforeAll(async () => {
      under = await start();
    });
    beforeEach(() => {
      prefix = `test-${randomBytes(6).toString('hex')}`;
      told = [];
      queue = open();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });
    afterAll(() => under.stop());

    function open(): JobQueue {
      const one = under.open(prefix, (error) => void told.push(error));
      opened.push(one);
      return one;
    }

    /** Writes down what it handles; holds each job until `release` when it is asked to. */
    function recordRuns(from: JobQueue, held: Promise<void> = Promise.resolve()): string[] {
      const seen: string[] = [];
      from.work('evaluator.run', ({ evaluationId }) => {
        seen.push(evaluationId);
        return held;
      });
      return seen;
    }

    const run = (evaluationId: string, options?: { id?: string; delayMs?: number }) =>
      queue.add('evaluator.run', { evaluationId }, options);

    test('a job runs once, with its data', async () => {
      const seen = recordRuns(queue);
      await run('Bến Nghé "1"\\');
      await queue.start();
      await run('last');
      await eventually('both ran', () => seen.includes('last'));
      expect(seen).toEqual(['Bến Nghé "1"\\', 'last']);
      expect(told).toEqual([]);
    });

    test('a delayed job runs after its delay and not before', async () => {
      const ran = new Map<string, number>();
      queue.work('evaluator.run', ({ evaluationId }) => {
        ran.set(evaluationId, Date.now());
        return Promise.resolve();
      });
      await queue.start();
      const added = Date.now();
      await run('late', { delayMs: 700 });
      await run('at once');
      await eventually('both ran', () => ran.size === 2, 5000);
      expect([...ran.keys()]).toEqual(['at once', 'late']);
      expect(ran.get('late')! - added).toBeGreaterThanOrEqual(699);
    });

    test.each(['a', '7', 'webhook:7'])(
      'the id %s, as long as it waits, is not added twice; later it is',
      async (id) => {
        const seen = recordRuns(queue);
        await run('first', { id });
        await run('repeated', { id });
        await run('other');
        await queue.start();
        await eventually('the last ran', () => seen.includes('other'));
        expect(seen).toEqual(['first', 'other']);
        await run('again', { id });
        await eventually('it ran again', () => seen.includes('again'));
      },
    );

    test('an id that runs is not added, by no process', async () => {
      let release: () => void = () => undefined;
      const seen = recordRuns(queue, new Promise<void>((done) => (release = done)));
      await queue.start();
      await run('first', { id: 'a' });
      await eventually('it runs', () => seen.length === 1);
      await open().add('evaluator.run', { evaluationId: 'repeated' }, { id: 'a' });
      await run('other');
      release();
      await eventually('the last ran', () => seen.includes('other'));
      expect(seen).toEqual(['first', 'other']);
    });

    test('an id of one job is not the id of another', async () => {
      const seen = recordRuns(queue);
      const drained: string[] = [];
      queue.work('notifier.drain', async ({ channel }) => void drained.push(channel));
      await queue.start();
      await queue.add('notifier.drain', { channel: 'sms' }, { id: 'a' });
      await run('first', { id: 'a' });
      await eventually('both ran', () => seen.length === 1 && drained.length === 1);
    });

    test('a schedule that is asked for again ticks at the new interval, not doubled', async () => {
      const ticks: number[] = [];
      queue.work('evaluator.tick', async () => void ticks.push(performance.now()));
      await queue.every('evaluator.tick', {}, 3_600_000);
      await queue.start();
      await queue.every('evaluator.tick', {}, 200);
      await eventually('it ticks quickly', () => ticks.length >= 4, 3000);
      const other = open();
      other.work('evaluator.tick', async () => void ticks.push(performance.now()));
      await Promise.all([queue, other].map((one) => one.every('evaluator.tick', {}, 800)));
      await other.start();
      const before = ticks.length;
      await eventually('it ticks slowly', () => ticks.length >= before + 6, 10_000);
      const later = ticks.slice(before + 1);
      expect(later[4]! - later[0]!).toBeGreaterThan(3 * 800);
    });

    test('what is repeated needs a worker', async () => {
      await queue.every('evaluator.tick', {}, 60_000);
      await expect(queue.start()).rejects.toThrow('evaluator.tick');
    });

    test('a job that fails is told, is not tried again, and later jobs run', async () => {
      const seen: string[] = [];
      queue.work('evaluator.run', async ({ evaluationId }) => {
        seen.push(evaluationId);
        if (evaluationId === 'bad') throw new Error('no rule');
      });
      await queue.start();
      await run('bad', { id: 'a' });
      await eventually('it is told', () => told.length === 1);
      await run('good', { id: 'a' });
      await eventually('the next ran', () => seen.includes('good'));
      expect(seen).toEqual(['bad', 'good']);
      expect(told).toMatchObject([
        { message: 'The job evaluator.run failed.', cause: { message: 'no rule' } },
      ]);
    });

    test('a job has one worker, registered before the start', async () => {
      recordRuns(queue);
      expect(() => recordRuns(queue)).toThrow('evaluator.run');
      await queue.start();
      expect(() => queue.work('notifier.sweep', () => Promise.resolve())).toThrow('notifier.sweep');
    });

    test('close waits for the job that runs and leaves the others', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((done) => (release = done));
      const order: string[] = [];
      queue.work('evaluator.run', async ({ evaluationId }) => {
        order.push(`${evaluationId} began`);
        await held;
        order.push(`${evaluationId} ended`);
      });
      await queue.start();
      await run('first');
      await run('second');
      await eventually('it runs', () => order.length === 1);
      const closed = queue.close().then(() => void order.push('closed'));
      await expect(run('third')).rejects.toMatchObject({ code: 'jobs-unavailable' });
      release();
      await closed;
      expect(order).toEqual(['first began', 'first ended', 'closed']);
      const heir = open();
      const seen = recordRuns(heir);
      await heir.start();
      await eventually('another process runs the rest', () => seen.includes('second'));
    });

    test('a queue that cannot be reached says so', async () => {
      const nowhere = under.openNowhere((error) => void told.push(error));
      for (let tries = 0; tries < 2; tries += 1) {
        await expect(nowhere.add('notifier.sweep', {})).rejects.toMatchObject({
          code: 'jobs-unavailable',
        });
      }
      await nowhere.close();
    });

    test('of two hundred jobs, two processes handle each one once', async () => {
      const all = Array.from({ length: 200 }, (_, n) => String(n));
      await Promise.all(all.map((id) => run(id)));
      const seen: string[] = [];
      for (const one of [queue, open()]) {
        one.work('evaluator.run', async (data) => void seen.push(data.evaluationId), {
          concurrency: 5,
        });
        await one.start();
      }
      await eventually('all are handled', () => new Set(seen).size === 200, 20_000);
      await Promise.all(opened.map((one) => one.close()));
      expect(seen.map(Number).sort((a, b) => a - b)).toEqual(all.map(Number));
    });
  });
}
