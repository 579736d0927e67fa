import { readdirSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { cannotRead } from '../platform/command-fault.js';
import { parseTilePath, tilePath, tilesOf, tileWidth, type Tile } from '../log/tiles.js';
import { hashBytes } from '../platform/merkle.js';
import type { Named } from './inputs.js';
import { readTile } from './tile-reader.js';

/** A log as it was downloaded: its checkpoints, and its tiles by their paths. */
export interface LogFolder {
  folder: Named;
  checkpoints: string[];
  /** By their paths below `tile/`. */
  tiles: Map<string, Tile>;
  /** What is not the checkpoint or tile that its place says, by its path in the folder: nobody reads it. */
  strange: string[];
}

/** Throws CommandFault where the folder cannot be read. Nothing else in it is looked at. */
export async function readLogFolder(folder: Named): Promise<LogFolder> {
  const entries = await readdir(folder.path, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotRead(folder.name, error);
  });
  const paths = filesBelow({ name: join(folder.name, 'tile'), path: join(folder.path, 'tile') })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(join(folder.path, 'tile'), join(entry.parentPath, entry.name)).split(sep).join('/'),
      isFile: entry.isFile(),
    }));
  const tiles = new Map<string, Tile>();
  const strange: string[] = [];
  for (const { path, isFile } of paths.sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const tile = isFile ? parseTilePath(path) : null;
    if (tile) tiles.set(path, tile);
    else strange.push(`tile/${path}`);
  }
  const named = entries
    .filter(({ name }) => /^checkpoint(\.\d+)?$/.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  strange.push(...named.filter((one) => !one.isFile()).map(({ name }) => name));
  return { folder, checkpoints: named.filter((one) => one.isFile()).map(({ name }) => name), tiles, strange };
}

/** None where there is no such folder. At once, which takes a tenth of the time. Throws CommandFault. */
function filesBelow({ name, path }: Named): Dirent[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code: string }).code)) return [];
    throw cannotRead(name, error);
  }
}

/** Where a tile lies: as itself, else in the full one that it became; null without either. */
export function placeOf({ tiles }: LogFolder, tile: Tile): { path: string; width: number } | null {
  const there = [tile, { ...tile, width: tileWidth }].find((one) => tiles.has(tilePath(one)));
  return there ? { path: tilePath(there), width: there.width } : null;
}

/** The tiles of leaf hashes that a tree of `size` has, as far as one beyond what can be there: a checkpoint may claim any size. */
export function lowestTiles({ tiles }: LogFolder, size: number): Tile[] {
  return tilesOf(0, Math.min(size, (tiles.size + 1) * tileWidth));
}

/** The first `size` leaf hashes one behind the other, from the tiles of the lowest level; where a tile is not there or not of its length, that tile. */
export function leafHashes(log: LogFolder, size: number): { hashes: Buffer } | { missing: Tile } {
  const parts: Buffer[] = [];
  for (const tile of lowestTiles(log, size)) {
    const place = placeOf(log, tile);
    const bytes = place && readTile(log.folder.path, place.path);
    if (!bytes || bytes.length !== place.width * hashBytes) return { missing: tile };
    parts.push(bytes.subarray(0, tile.width * hashBytes));
  }
  return { hashes: Buffer.concat(parts) };
}
