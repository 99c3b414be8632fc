/** What the machine could not do; an expected refusal is a value, never one of these. */
export abstract class MachineError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Will fail the same way every time: never retried, parked instead. */
export class Poison extends MachineError {}

/** Someone else was first: retry now. */
export class Conflict extends MachineError {}

/** Something needed is away: retry later. */
export class Unavailable extends MachineError {}
