import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyRoot } from '../archive/merkle.js';
import type { TreeHead } from '../archive/consistency.js';
import { parseCheckpoint } from '../log/checkpoint.js';

/** What a witness cosigned last, of each log: a file that appears whole or not at all. One process has it at a time. */
export class WitnessStore {
  private readonly lock: string;

  /** Throws Error where a living process has the folder. */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.lock = join(folder, 'pid');
    if (existsSync(this.lock) && isAlive(Number(readFileSync(this.lock, 'utf8'))))
      throw new Error(`another witness runs on ${folder}`);
    rmSync(this.lock, { force: true });
    writeFileSync(this.lock, String(process.pid), { flag: 'wx' });
  }

  /** The empty tree where nothing was cosigned. Throws Error where the file is damaged: such a witness signs nothing. */
  last(origin: string): TreeHead {
    const note = this.note(originHash(origin));
    if (note === null) return { size: 0, root: emptyRoot };
    const checkpoint = parseCheckpoint(note);
    if (checkpoint?.origin !== origin) throw new Error(`what was cosigned last of ${origin} cannot be read`);
    return checkpoint;
  }

  /** As it was cosigned; null where nothing was. */
  note(hash: string): string | null {
    const file = join(this.folder, `${hash}.checkpoint`);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  /** Returns once it is on the disk. */
  keep(origin: string, note: string): void {
    const file = join(this.folder, `${originHash(origin)}.checkpoint`);
    writeFileSync(`${file}.new`, note, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    const folder = openSync(this.folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  close(): void {
    rmSync(this.lock, { force: true });
  }
}

/** Where monitors find it (C2SP tlog-witness). */
export function originHash(origin: string): string {
  return createHash('sha256').update(origin, 'utf8').digest('hex');
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
