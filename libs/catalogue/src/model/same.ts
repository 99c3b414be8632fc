/** Whether two JSON values say the same, whatever the order of fields; a field that is undefined is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && isSameList(a, b);
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return fieldsOf(left, right).every((field) => isSame(left[field], right[field]));
}

/** The fields in which two documents differ. */
export function differences(a: object, b: object): string[] {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return fieldsOf(left, right).filter((field) => !isSame(left[field], right[field]));
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
}

function fieldsOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
