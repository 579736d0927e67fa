import { pino } from 'pino';
import { repeat } from './repeating.js';

const log = pino({ level: 'silent' });
const longMs = 3_600_000;

/** A body whose runs the test ends one by one. */
function steps(): {
  body: () => Promise<boolean>;
  started(): Promise<void>;
  end(more: boolean | Error): void;
  runs: () => number;
} {
  let runs = 0;
  let announce: () => void = () => undefined;
  let next = new Promise<void>((resolve) => (announce = resolve));
  let finish: (more: boolean | Error) => void = () => undefined;
  return {
    runs: () => runs,
    started: () => next,
    end: (more) => finish(more),
    body: () =>
      new Promise<boolean>((resolve, reject) => {
        runs += 1;
        finish = (more) => {
          next = new Promise((again) => (announce = again));
          if (more instanceof Error) reject(more);
          else resolve(more);
        };
        announce();
      }),
  };
}

describe('repeat', () => {
  it('runs again at once where there is more, and where it is nudged, also during a run', async () => {
    const step = steps();
    const loop = repeat('test', longMs, step.body, log);
    await step.started();
    step.end(true);
    await step.started();
    loop.nudge();
    step.end(false);
    await step.started();
    expect(step.runs()).toBe(3);
    step.end(false);
    const idle = step.started();
    loop.nudge();
    await idle;
    expect(step.runs()).toBe(4);
    step.end(false);
    await loop.stop();
    expect(step.runs()).toBe(4);
  });

  it('waits for the run under way when stopped, and goes on after a failure', async () => {
    const step = steps();
    const loop = repeat('test', 1, step.body, log);
    await step.started();
    step.end(new Error('broken'));
    await step.started();
    let stopped = false;
    const end = loop.stop().then(() => (stopped = true));
    await Promise.resolve();
    expect(stopped).toBe(false);
    step.end(true);
    await end;
    expect(step.runs()).toBe(2);
  });
});
