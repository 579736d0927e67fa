import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies: by the environment's variable, else on the PATH. Null where it is not installed; then says so: such a test passes, and shows nothing. */
export function programAt(variable: string, ...names: string[]): string | null {
  const named = process.env[variable];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = named ?? folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync) ?? null;
  if (found === null)
    process.stdout.write(`${names[0]}: NOT FOUND (install it, or name it in ${variable}). This run shows nothing of it.\n`);
  return found;
}
