import { wholeNumber } from './checkpoint.js';

/** C2SP tlog-tiles: so many hashes, or entries, stand in a full tile. */
export const tileWidth = 256;
/** A tile spans so many levels of the tree. */
export const tileHeight = 8;
const levelMax = 5;

export interface Tile {
  /** The level of tiles, or the entries themselves. */
  level: number | 'entries';
  index: number;
  /** 1 to 256; 256 is a full tile. */
  width: number;
}

/** `0/x001/067.p/12`: the path below `tile/`. */
export function tilePath({ level, index, width }: Tile): string {
  const parts = [index % 1000];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) parts.unshift(rest % 1000);
  const names = parts.map((part, at) => `${at < parts.length - 1 ? 'x' : ''}${String(part).padStart(3, '0')}`);
  return `${level}/${names.join('/')}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** Null for what is no such path, or not written the one way there is. */
export function parseTilePath(path: string): Tile | null {
  const [, first = '', names = '', part] =
    /^(entries|[0-9]{1,2})\/((?:x\d{3}\/){0,3}\d{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path) ?? [];
  const level = first === 'entries' ? first : wholeNumber(first);
  const width = part === undefined ? tileWidth : wholeNumber(part);
  if (level === null || (level !== 'entries' && level > levelMax) || width === null || width < 1) return null;
  const tile: Tile = { level: level as Tile['level'], index: Number(names.replaceAll(/[x/]/g, '')), width };
  return tilePath(tile) === path ? tile : null;
}

/** The leaves that a tree needs before the tile is there. */
export function leavesUnder({ level, index, width }: Tile): number {
  return (index * tileWidth + width) * tileWidth ** (level === 'entries' ? 0 : level);
}

/** Every tile, from the left, that a tree of `size` leaves has at that level: full ones, and perhaps a partial one. */
export function tilesOf(level: number | 'entries', size: number): Tile[] {
  const count = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level));
  const tiles = Array.from({ length: Math.floor(count / tileWidth) }, (_, index) => ({ level, index, width: tileWidth }));
  const rest = count % tileWidth;
  return rest === 0 ? tiles : [...tiles, { level, index: tiles.length, width: rest }];
}

/** Each leaf behind its length in two octets, the larger first. Throws RangeError for a leaf over 65,535 octets. */
export function bundleOf(leaves: readonly string[]): Buffer {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      const [length, bytes] = [Buffer.alloc(2), Buffer.from(leaf, 'utf8')];
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** The leaves of a bundle; null where it does not end with a leaf, or has more than a tile. */
export function leavesIn(bundle: Buffer): Buffer[] | null {
  const leaves: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const from = at + 2;
    if (from > bundle.length || leaves.length === tileWidth) return null;
    at = from + bundle.readUInt16BE(at);
    if (at > bundle.length) return null;
    leaves.push(bundle.subarray(from, at));
  }
  return leaves;
}
