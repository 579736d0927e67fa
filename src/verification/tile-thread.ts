import { parentPort, workerData } from 'node:worker_threads';
import { CommandFault } from '../platform/command-fault.js';
import { checkTiles, type TilesToCheck } from './check-tiles.js';
import type { ThreadAnswer } from './tile-threads.js';

/** A thread of `tile-threads`: one task, one answer. Whatever else is thrown ends it, and reaches whoever began it. */
function answer(): ThreadAnswer {
  try {
    return checkTiles(workerData as TilesToCheck);
  } catch (error) {
    if (error instanceof CommandFault) return { detail: error.detail };
    throw error;
  }
}

parentPort?.postMessage(answer());
