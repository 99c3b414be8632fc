import type { IndicatorDocument, TargetDocument } from '#contracts';

/** Takes one problem: a JSON pointer within the target, a code, a sentence. */
export type Report = (path: string, code: string, message: string) => void;

/** A target's terms with what they are judged against. */
export interface Terms<Kind extends TargetDocument = TargetDocument> {
  readonly terms: Kind;
  readonly indicator: IndicatorDocument;
  /** Undefined when the resolution is malformed; then its window is not judged. */
  readonly term: { readonly from: string; readonly to: string } | undefined;
}

export type TermsOf<Kind extends TargetDocument['kind']> = Terms<
  Extract<TargetDocument, { kind: Kind }>
>;
