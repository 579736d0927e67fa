import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CommandFault } from '../platform/command-fault.js';
import type { Bilingual } from '../rules/breach.js';
import { checkTiles, type CheckedTiles, type TilesToCheck } from './check-tiles.js';

/** A thread of its own takes as long to begin as so many tiles take to check. */
const tilesPerThread = 512;

export type ThreadAnswer = CheckedTiles | { detail: Bilingual };

/** `checkTiles` on all processors, for as many tiles as make it worth it; the answers in the order of the tiles. Throws as it does. */
export function checkInThreads(all: TilesToCheck): Promise<CheckedTiles[]> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(all.pairs.length / tilesPerThread)));
  const size = Math.ceil(all.pairs.length / threads);
  const share = (at: number): TilesToCheck => ({ ...all, pairs: all.pairs.slice(at * size, (at + 1) * size) });
  const elsewhere = Array.from({ length: threads - 1 }, (_, at) => inThread(share(at + 1)));
  return Promise.all([new Promise<CheckedTiles>((resolve) => resolve(checkTiles(share(0)))), ...elsewhere]);
}

async function inThread(share: TilesToCheck): Promise<CheckedTiles> {
  const thread = new Worker(new URL('tile-thread.js', import.meta.url), { workerData: share });
  const [answer] = (await once(thread, 'message')) as [ThreadAnswer];
  if ('detail' in answer) throw new CommandFault(answer.detail);
  return answer;
}
