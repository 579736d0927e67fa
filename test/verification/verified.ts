import { execFile } from 'node:child_process';
import { join } from 'node:path';
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

export interface VerifiedApart {
  code: number;
  out: string;
  err: string;
}

/** The same as a program of its own, which knows nothing of the tests' settings. */
export function verifiedApart(folder: string, ...args: readonly string[]): Promise<VerifiedApart> {
  const env = { PATH: process.env['PATH'], HOME: folder, INIT_CWD: folder };
  return new Promise((resolve) =>
    execFile(process.execPath, [join(process.cwd(), 'src/verify.mjs'), ...args], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}
