import type { Problem } from '#contracts';

/** More than anyone reads; the rest is counted in a last line, so that an answer stays bounded. */
const MOST = 1000;

/** Problems in the order in which they are found, each with its place, code and sentence. */
export class ProblemList {
  private readonly found: Problem[] = [];
  private unlisted = 0;

  constructor(problems: readonly Problem[] = []) {
    for (const { pointer, code, message } of problems) this.add(pointer, code, message);
  }

  add(pointer: string, code: string, message: string): void {
    if (this.found.length < MOST) this.found.push({ pointer, code, message });
    else this.unlisted += 1;
  }

  all(): readonly Problem[] {
    if (this.unlisted === 0) return this.found;
    const message = `${this.unlisted} more problems are not listed.`;
    return [...this.found, { pointer: '', code: 'more-problems', message }];
  }
}
