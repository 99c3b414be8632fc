import { MachineError, Poison } from '../errors.js';

/** SQLSTATE classes of what passes: connection, rollback, resources, operator intervention, lock. */
const PASSING = /^(?:08|40|53|57|55P03)/;

/** Whether an error may be gone when the same work is tried again; looks through causes. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Poison) return false;
  if (error instanceof MachineError) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (PASSING.test(code) || /^E[A-Z]+$/.test(code))) return true;
  if (
    /connection terminated|client has encountered a connection error|timeout exceeded/i.test(
      error.message,
    )
  ) {
    return true;
  }
  return error.cause !== undefined && isPassing(error.cause);
}
