import type { Appended, Fact } from './event-log.js';

type Write = (facts: readonly Fact[]) => Promise<readonly Appended[]>;

interface Call {
  readonly facts: readonly Fact[];
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_FACTS = 5000;

/**
 * Gathers the calls that arrive while one write is under way into the next: many small appends cost one
 * commit. Calls keep their order, and no group holds one id twice.
 */
export class GroupCommit {
  private readonly waiting: Call[] = [];
  private writing = false;

  constructor(private readonly write: Write) {}

  append(facts: readonly Fact[]): Promise<readonly Appended[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ facts, resolve, reject });
      if (!this.writing) {
        this.writing = true;
        queueMicrotask(() => void this.run());
      }
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) await this.writeGroup(this.nextGroup());
    this.writing = false;
  }

  private nextGroup(): Call[] {
    const ids = new Set<string>();
    let size = 0;
    let taken = 0;
    for (const call of this.waiting) {
      const fits = taken === 0 || size + call.facts.length <= MOST_FACTS;
      if (!fits || call.facts.some((fact) => ids.has(fact.id))) break;
      for (const fact of call.facts) ids.add(fact.id);
      size += call.facts.length;
      taken += 1;
    }
    return this.waiting.splice(0, taken);
  }

  private async writeGroup(calls: readonly Call[]): Promise<void> {
    try {
      const appended = await this.write(calls.flatMap((call) => call.facts));
      let from = 0;
      for (const call of calls) {
        call.resolve(appended.slice(from, from + call.facts.length));
        from += call.facts.length;
      }
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }
}

/** Splits facts so that no part holds one id twice; the first of an id stands in the first part. */
export function withoutRepeats(facts: readonly Fact[]): readonly (readonly number[])[] {
  const parts: number[][] = [];
  const seen = new Map<string, number>();
  facts.forEach((fact, index) => {
    const part = seen.get(fact.id) ?? 0;
    seen.set(fact.id, part + 1);
    (parts[part] ??= []).push(index);
  });
  return parts;
}
