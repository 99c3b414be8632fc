import { problemsOf, type Problem } from '#contracts';
import type { z } from 'zod';
import type { Collection } from './model/collection.js';
import type { Bodies, Placed, Proposal, Proposed } from './model/proposal.js';
import { toCome } from './to-come.js';

type Mutable<Lists> = {
  [Name in keyof Lists]: Lists[Name] extends readonly (infer Item)[] ? Item[] : never;
};

/** Gathers what a bundle proposes while it is taken apart. */
export class Parsing {
  private readonly problems: Problem[] = [];
  private readonly malformed = new Set<string>();
  private readonly documents: Mutable<Proposed> = {
    units: [],
    calendars: [],
    indicators: [],
    resolutions: [],
    targets: [],
    channels: [],
    rules: [],
  };

  proposal(): Proposal {
    const { documents, malformed, problems } = this;
    return { documents, malformed, problems };
  }

  problem(pointer: string, code: string, message: string): void {
    this.problems.push({ pointer, code, message });
  }

  /**
   * Takes in one document, or notes what is wrong with it. What a later version will know is told as
   * that, instead of what the schema says of it.
   */
  document<Name extends Collection, Parsed>(
    collection: Name,
    schema: z.ZodType<Parsed>,
    pointer: string,
    raw: unknown,
    bodyOf: (parsed: Parsed) => Bodies[Name] = (parsed) => parsed as unknown as Bodies[Name],
  ): void {
    const code = codeOf(collection, raw);
    const coming = toCome(collection, raw);
    const result = schema.safeParse(raw);
    if (result.success && coming.length === 0) {
      const placed: Placed<Bodies[Name]> = { code, pointer, body: bodyOf(result.data) };
      (this.documents[collection] as Placed<Bodies[Name]>[]).push(placed);
      return;
    }
    this.malformed.add(`${collection}/${code}`);
    const covered = coming.map(({ covers }) => covers);
    const others = result.success ? [] : problemsOf(result.error);
    const told = [
      ...coming.map(({ problem }) => problem),
      ...others.filter((other) => !isWithin(other.pointer, covered)),
    ];
    for (const one of told) {
      this.problem(pointer + one.pointer, one.code, one.message);
    }
  }
}

function isWithin(pointer: string, covered: readonly string[]): boolean {
  return covered.some((cover) => `${pointer}/`.startsWith(`${cover}/`));
}

function codeOf(collection: Collection, raw: unknown): string {
  const field = collection === 'units' || collection === 'targets' ? 'id' : 'code';
  return String((raw as Record<string, unknown> | null | undefined)?.[field]);
}
