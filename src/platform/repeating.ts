import type { pino } from 'pino';

export interface Repeating {
  /** Runs again at once, or right after the run under way. */
  nudge(): void;
  /** Waits for the run under way; there is no other after it. */
  stop(): Promise<void>;
}

const failureMsMax = 10_000;

/** Runs `body` again and again, never twice at a time: at once where it says there is more, else after the interval; later and later while it fails. */
export function repeat(name: string, intervalMs: number, body: () => Promise<boolean>, log: pino.Logger): Repeating {
  let stopped = false;
  let nudged = false;
  let failures = 0;
  let wake: () => void = () => undefined;

  const rest = async (ms: number): Promise<void> => {
    if (stopped || nudged || ms === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const turn = async (): Promise<number> => {
    try {
      const more = await body();
      if (failures > 0) log.info({ loop: name, failures }, 'loop recovered');
      failures = 0;
      return more ? 0 : intervalMs;
    } catch (error) {
      failures += 1;
      log.warn({ loop: name, failures, err: error }, 'loop failed');
      return Math.min(intervalMs * 2 ** failures, failureMsMax);
    }
  };

  const ended = (async () => {
    while (!stopped) {
      nudged = false;
      await rest(await turn());
    }
  })();

  return {
    nudge: () => {
      nudged = true;
      wake();
    },
    stop: () => {
      stopped = true;
      wake();
      return ended;
    },
  };
}
