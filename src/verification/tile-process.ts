import { CommandFault } from '../platform/command-fault.js';
import { checkPairs, type TilePair } from './tile-checks.js';
import type { TileAnswer } from './tile-processes.js';

const [, , folder = ''] = process.argv;

/** A process of `tile-processes`: it says that it is there, and of each share of tiles what it saw. It ends with whoever began it. */
process.on('message', (pairs: readonly TilePair[]) => say(answerTo(pairs)));
say('ready');

function answerTo(pairs: readonly TilePair[]): TileAnswer {
  try {
    return checkPairs(folder, pairs);
  } catch (error) {
    return error instanceof CommandFault ? { detail: error.detail } : { failed: (error as Error).message };
  }
}

function say(answer: TileAnswer): void {
  // Whoever began it may be gone.
  process.send?.(answer, undefined, undefined, (error) => {
    if (error) process.exit();
  });
}
