import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFault } from '../platform/command-fault.js';

const fileBytesMax = 32 * 1024 * 1024;
/** Most tiles are about as large as the one before. */
const spareBytes = 16 * 1024;

/** By its path below `tile/`. Throws CommandFault for one that is too large, and as reading does. */
export function readTile(folder: string, path: string): Buffer {
  return new TileReader().read(folder, path);
}

/** Reads tiles one after the other into the same memory: what it answered is gone with the next. */
export class TileReader {
  private memory = Buffer.allocUnsafe(0);

  /** As `readTile`. */
  read(folder: string, path: string): Buffer {
    const file = openSync(join(folder, 'tile', path), 'r');
    try {
      const { size } = fstatSync(file);
      if (size > fileBytesMax) throw new CommandFault({ zh: `tile/${path} 过大。`, en: `tile/${path} is too large.` });
      if (size > this.memory.length) this.memory = Buffer.allocUnsafeSlow(size + spareBytes);
      let bytes = 0;
      for (let more = -1; more !== 0 && bytes < size; bytes += more)
        more = readSync(file, this.memory, bytes, size - bytes, null);
      return this.memory.subarray(0, bytes);
    } finally {
      closeSync(file);
    }
  }
}
