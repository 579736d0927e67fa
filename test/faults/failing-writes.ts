import type { TestApp } from '../app.js';
import { sampleOf, tellCounts } from '../prove.js';
import type { OnOwnServer } from './kill-rig.js';
import { callsBelow, injected, traced, type Call } from './strace.js';
import type { WireProxy } from './wire-proxy.js';

/** What a backend does to files; what it tells its client is not among them. */
const backendWrites = 'pwrite64,pwritev,write,writev,fdatasync,fsync,fallocate,ftruncate';

/** What the proxy's backends write to the files of the cluster meanwhile. */
export async function writesDuring(
  { own }: OnOwnServer<TestApp>,
  proxy: WireProxy,
  turn: () => Promise<unknown>,
): Promise<Call[]> {
  const tracing = await traced(proxy.backends(), backendWrites);
  await turn();
  return callsBelow(own.cluster, await tracing.end());
}

/** Takes a turn in which the write fails, and answers how it ended. */
export type FailingTurn = (turn: () => Promise<number | null>) => Promise<void>;

/**
 * Each of these writes, or those that were drawn, fails once (EIO), in a turn that `once` prepares, hands over, and looks at after. One of the turns at
 * least has to fail. Whose writes they are is told.
 */
export async function eachWriteFails(
  whose: string,
  { own }: OnOwnServer<TestApp>,
  proxy: WireProxy,
  { writes, seed }: { writes: readonly Call[]; seed: number },
  once: (fails: FailingTurn) => Promise<void>,
): Promise<void> {
  expect(writes.length).toBeGreaterThan(0);
  const drawn = sampleOf(writes.length, 2, seed);
  let [failed, missed] = [0, 0];
  for (const point of drawn.points)
    await once(async (turn) => {
      const from = own.logEnd();
      const tracing = await traced(proxy.backends(), backendWrites, { call: writes[point - 1] as Call, instead: 'error=EIO' });
      if ((await turn()) !== 0) failed += 1;
      if (callsBelow(own.cluster, injected(await tracing.end())).length === 0) missed += 1;
      if (own.panickedSince(from)) await own.recovered();
    });
  expect(failed).toBeGreaterThan(0);
  tellCounts(
    `EIO at the writes of ${whose}: ${drawn.says} points, of which the turn failed at ${failed}, not come by: ${missed}`,
  );
}
