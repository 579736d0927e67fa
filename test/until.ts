const askMs = 20;

/** Asks again until it is so: a test waits for a state, never for time. The bound is only there to end a broken test. */
export async function until(isSo: () => Promise<boolean>, what: string, givenUpMs = 40_000): Promise<void> {
  const deadlineMs = performance.now() + givenUpMs;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, askMs));
  }
}
