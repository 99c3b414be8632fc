import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { continued, traceparent } from './tracing.js';

const storage = new AsyncLocalStorage<string>();

/** What led to a fact or a job: the id of the request, and its place in a trace where it is traced. */
export interface Cause {
  readonly correlationId: string;
  /** As W3C writes it. */
  readonly traceparent?: string;
}

/** What ties a request to its facts, their projection, and the alert and delivery that follow. */
export const Correlation = {
  /** The id of the work in hand; a new one outside any. */
  current(): string {
    return storage.getStore() ?? randomUUID();
  },

  known(): string | undefined {
    return storage.getStore();
  },

  run<Result>(id: string, work: () => Result): Result {
    return storage.run(id, work);
  },

  /** The work in hand in one text, for a row that goes on with it later. */
  kept(): string {
    return causeText({ correlationId: Correlation.current(), traceparent: traceparent() });
  },

  /** Goes on with what a row kept: under its id, and in its trace. */
  resume<Result>(kept: string, work: () => Result): Result {
    const cause = causeOf(kept);
    return storage.run(cause.correlationId, () => continued(cause.traceparent, work));
  },
};

/** A cause in one column: the id, and after a space its place in a trace. */
export function causeText({ correlationId, traceparent }: Cause): string {
  return traceparent === undefined ? correlationId : `${correlationId} ${traceparent}`;
}

const TRACED = /^(.*) (00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})$/s;

/** A cause that was written as one text; what has no place in a trace is an id, whatever it holds. */
export function causeOf(text: string): Cause {
  const [, correlationId, traceparent] = (text.includes(' ') && TRACED.exec(text)) || [];
  return correlationId === undefined ? { correlationId: text } : { correlationId, traceparent };
}
