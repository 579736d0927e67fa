import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const besideTheProject = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Where the data lies that nobody on this project wrote: `FTZ_DATA`, else beside the project. */
export const dataFolder = process.env['FTZ_DATA'] ?? besideTheProject;

/** What a set held, what of it was run, what was left out and why. */
export interface Tally {
  found: number;
  executed: number;
  skipped: number;
  /** Met, named with a reason, and compared with nothing. */
  unmapped?: number;
}

/** Writes past jest's own console, which would put a stack trace under every line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** True where the set is there. Where it is not, says so: such a test passes, and shows nothing. */
export function isThere(path: string): boolean {
  const there = existsSync(join(dataFolder, path));
  if (!there)
    say(
      `interop ${path}: NOT FOUND in ${dataFolder} (FTZ_DATA): found 0, executed 0, skipped: the whole set. This run shows nothing.`,
    );
  return there;
}

/** The files of a set, by path from the data folder, in order. */
export function filesOf(path: string, ending: string): string[] {
  const walk = (at: string): string[] =>
    statSync(join(dataFolder, at)).isDirectory()
      ? readdirSync(join(dataFolder, at)).flatMap((name) => walk(`${at}/${name}`))
      : [at];
  return walk(path)
    .filter((file) => file.endsWith(ending))
    .sort();
}

export function bytesOf(path: string): Buffer {
  return readFileSync(join(dataFolder, path));
}

export function jsonOf<Value>(path: string): Value {
  return JSON.parse(bytesOf(path).toString('utf8')) as Value;
}

/** The line that every set ends with. Nothing may be missing between what was found and what was run or left out. */
export function report(what: string, { found, executed, skipped, unmapped }: Tally): void {
  const run = unmapped === undefined ? `executed ${executed}` : `compared ${executed}, unmapped ${unmapped} (not compared)`;
  say(`interop ${what}: found ${found}, ${run}, skipped ${skipped}`);
  if (found !== executed + skipped + (unmapped ?? 0))
    throw new Error(`${what}: ${found} found, but ${executed} executed and ${skipped} skipped`);
}
