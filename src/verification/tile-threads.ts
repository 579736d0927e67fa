import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CommandFault } from '../platform/command-fault.js';
import type { Bilingual } from '../rules/breach.js';
import { checkTiles, type CheckedTiles, type TilesToCheck } from './check-tiles.js';

/** A thread of its own takes as long to begin as so many tiles take to check. */
const tilesPerThread = 512;

export type ThreadAnswer = CheckedTiles | { detail: Bilingual };

/** `checkTiles` on all processors, for as many tiles as make it worth it. Throws as it does. */
export async function checkInThreads(all: Omit<TilesToCheck, 'taken'>): Promise<CheckedTiles> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(all.pairs.length / tilesPerThread)));
  const task = { ...all, taken: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
  const elsewhere = Array.from({ length: threads - 1 }, () => inThread(task));
  const parts = await Promise.all([new Promise<CheckedTiles>((resolve) => resolve(checkTiles(task))), ...elsewhere]);
  return {
    short: parts.flatMap((part) => part.short).sort(byIndex),
    faulty: parts.flatMap((part) => part.faulty).sort(byIndex),
    keys: parts.map((part) => part.keys).reduce(merged),
  };
}

function byIndex(left: { index: number }, right: { index: number }): number {
  return left.index - right.index;
}

function merged(left: Float64Array, right: Float64Array): Float64Array {
  const all = new Float64Array(left.length + right.length);
  for (let [from, at] = [0, 0]; at < right.length || from < left.length;) {
    const isLeft = at === right.length || (from < left.length && (left[from] as number) <= (right[at] as number));
    all[from + at] = (isLeft ? left[from] : right[at]) as number;
    if (isLeft) from += 1;
    else at += 1;
  }
  return all;
}

async function inThread(task: TilesToCheck): Promise<CheckedTiles> {
  const thread = new Worker(new URL('tile-thread.js', import.meta.url), { workerData: task });
  const [answer] = (await once(thread, 'message')) as [ThreadAnswer];
  if ('detail' in answer) throw new CommandFault(answer.detail);
  return answer;
}
