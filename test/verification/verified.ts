import { verifyCommand } from '../../src/verification/verify-command.js';

export interface Verified {
  code: number;
  /** All that it wrote, in order. */
  lines: string[];
  out: string;
}

/** `npm run verify`, given in the folder of the files. */
export async function verified(folder: string, ...args: readonly string[]): Promise<Verified> {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const code = await verifyCommand(args, folder, { out: write, say: write });
  return { code, lines, out: lines.join('\n') };
}
