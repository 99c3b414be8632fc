import { Unavailable } from './errors.js';

/** Settles as the work does; rejects with `Unavailable` (`too-slow`) when that takes longer. The work goes on. */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooSlow = new Unavailable('too-slow', `There was no answer within ${ms} ms.`);
    timer = setTimeout(() => reject(tooSlow), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
