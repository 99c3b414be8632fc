/** Resolves when the condition holds; rejects, naming it, when it does not within the deadline. */
export async function eventually(
  name: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain until ${name}`);
    await new Promise((next) => setTimeout(next, 10));
  }
}
