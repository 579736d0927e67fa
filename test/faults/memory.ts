import { readFileSync, writeFileSync } from 'node:fs';

export interface Memory {
  /** Bytes at the beginning. */
  before: number;
  /** Most bytes since then. */
  peak(): number;
}

/** The peak of a process's resident memory from now on, as Linux counts it. */
export function memoryOf(pid: number): Memory {
  const read = (name: string): number => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes) * 1024;
  };
  // 5: forget the peak so far.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = read('VmRSS');
  return { before, peak: () => read('VmHWM') };
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
