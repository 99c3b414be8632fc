/** Seconds between attempts, as the Standard Webhooks specification recommends them: 5 s to 10 h. */
const PAUSES = [5, 30, 120, 600, 3600, 18_000, 36_000];

/** How many seconds to wait after so many failed attempts; undefined when there will be no other. */
export function pauseAfter(attempts: number): number | undefined {
  return PAUSES[attempts - 1];
}
