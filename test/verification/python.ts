import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { programAt } from '../programs.js';

const script = fileURLToPath(new URL('./second_verifier.py', import.meta.url));

/** The second verifier's lines and exit code; null where there is no Python, which is then said. */
export async function secondVerifier(...args: string[]): Promise<{ code: number; lines: string[] } | null> {
  const python = programAt('PYTHON', 'python3');
  if (python === null) return null;
  return new Promise((resolve, reject) =>
    execFile(python, [script, ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error);
      else if (err !== '') reject(new Error(err));
      else resolve({ code: Number(error?.code ?? 0), lines: out.split('\n').filter(Boolean) });
    }),
  );
}

export interface Question {
  kind: 'inclusion' | 'checkpoint' | 'proof' | 'note' | 'canonical';
  [fact: string]: unknown;
}

/** What the second verifier says to each question; null where there is no Python. */
export function secondAnswers(questions: readonly Question[]): boolean[] | null {
  const python = programAt('PYTHON', 'python3');
  if (python === null) return null;
  const { stdout, stderr } = spawnSync(python, [script, 'vectors'], { input: JSON.stringify(questions), encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as boolean[];
}
