import { pointerTo, problemsOf, type Problem } from '#contracts';
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

  problem(path: readonly PropertyKey[], code: string, message: string): void {
    this.problems.push({ pointer: pointerTo(path), code, message });
  }

  /**
   * Takes in one document, or notes what is wrong with it. What a later version will know is told as
   * that, instead of what the schema says of it.
   */
  document<Name extends Collection, Parsed>(
    collection: Name,
    schema: z.ZodType<Parsed>,
    path: readonly PropertyKey[],
    raw: unknown,
    bodyOf: (parsed: Parsed) => Bodies[Name] = (parsed) => parsed as unknown as Bodies[Name],
  ): void {
    const code = codeOf(collection, raw);
    const pointer = pointerTo(path);
    const coming = toCome(collection, raw).map((one) => ({
      ...one,
      pointer: pointer + one.pointer,
    }));
    const result = schema.safeParse(raw);
    if (result.success && coming.length === 0) {
      const placed: Placed<Bodies[Name]> = { code, pointer, body: bodyOf(result.data) };
      (this.documents[collection] as Placed<Bodies[Name]>[]).push(placed);
      return;
    }
    this.malformed.add(`${collection}/${code}`);
    const others = result.success ? [] : problemsOf(result.error, path);
    this.problems.push(...coming, ...others.filter((other) => !isToldBy(coming, other)));
  }
}

/** Whether a problem speaks of a place that is told otherwise, of one above it or below it. */
function isToldBy(coming: readonly Problem[], other: Problem): boolean {
  return coming.some(
    ({ pointer }) =>
      `${pointer}/`.startsWith(`${other.pointer}/`) ||
      `${other.pointer}/`.startsWith(`${pointer}/`),
  );
}

function codeOf(collection: Collection, raw: unknown): string {
  const field = collection === 'units' || collection === 'targets' ? 'id' : 'code';
  return String((raw as Record<string, unknown> | null | undefined)?.[field]);
}
