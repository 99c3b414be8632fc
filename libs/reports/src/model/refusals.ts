import type { Refusal, RefusalCode } from '#contracts';

/** More than anyone mends at once; an answer stays bounded whatever was sent. */
const MOST = 20;
const LONGEST_TEXT = 80;

/** What is wrong with one report, in the order in which it is found. */
export class Refusals {
  private readonly found: Refusal[] = [];

  /** `because` tells cases of one code apart; `values` are what the words are filled with. */
  add(
    pointer: string,
    code: RefusalCode,
    values: Readonly<Record<string, string>> = {},
    because?: string,
  ): void {
    if (this.found.length >= MOST) return;
    const cut = Object.fromEntries(
      Object.entries(values).map(([name, text]) => [name, shortened(text)]),
    );
    this.found.push({
      pointer: pointer.slice(0, 4 * LONGEST_TEXT),
      code,
      ...(because === undefined ? {} : { because }),
      values: cut,
    });
  }

  get none(): boolean {
    return this.found.length === 0;
  }

  all(): Refusal[] {
    return [...this.found];
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
