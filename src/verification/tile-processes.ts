import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setImmediate as othersAnswered } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommandFault } from '../platform/command-fault.js';
import type { Bilingual } from '../rules/breach.js';
import { checkPairs, type CheckedTiles, type TilePair } from './tile-checks.js';

/** A process of its own takes as long to begin as so many tiles take to check. */
const tilesPerProcess = 512;
const tilesAtOnce = 32;
/** So many shares are with a process: one waits there while another is checked. */
const sharesAtOnce = 2;

export type TileAnswer = 'ready' | CheckedTiles | { detail: Bilingual } | { failed: string };

type Next = () => readonly TilePair[] | null;
type Each = (checked: CheckedTiles) => void;

/**
 * What is seen of all tiles, in any order, on all processors where they are as many as make it worth it. By processes, since threads wait for each other
 * in the library that hashes: two take as long as one. Throws CommandFault, and as reading does.
 */
export async function checkTiles(folder: string, pairs: readonly TilePair[], each: Each): Promise<void> {
  let taken = 0;
  const next: Next = () => {
    const share = pairs.slice(taken, (taken += tilesAtOnce));
    return share.length > 0 ? share : null;
  };
  const processes = Math.min(availableParallelism(), Math.floor(pairs.length / tilesPerProcess));
  const others = Array.from({ length: Math.max(0, processes - 1) }, () => elsewhere(folder, next, each));
  try {
    await Promise.all([here(folder, next, each), ...others.map((one) => one.ended)]);
  } finally {
    taken = pairs.length;
    for (const one of others) one.end();
  }
}

async function here(folder: string, next: Next, each: Each): Promise<void> {
  for (let share = next(); share; share = next()) {
    each(checkPairs(folder, share));
    await othersAnswered();
  }
}

function elsewhere(folder: string, next: Next, each: Each): { ended: Promise<void>; end: () => void } {
  const child = fork(fileURLToPath(new URL('tile-process.js', import.meta.url)), [folder], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    let shares = 0;
    child.on('message', (answer: TileAnswer) => {
      if (answer !== 'ready') {
        if ('detail' in answer) return reject(new CommandFault(answer.detail));
        if ('failed' in answer) return reject(new Error(answer.failed));
        each(answer);
        shares -= 1;
      }
      for (let share; shares < sharesAtOnce && (share = next()); shares += 1) child.send([...share]);
      if (shares === 0) resolve();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`a process of the verifier ended: ${signal ?? code}`)));
  });
  return { ended, end: () => child.kill() };
}
