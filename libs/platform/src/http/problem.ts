/** One thing that is wrong with a body: where (a JSON pointer), what (a code), and in words. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** RFC 9457, as it goes out. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly Problem[];
  readonly correlationId?: string;
}
