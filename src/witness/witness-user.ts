import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, statSync } from 'node:fs';

/** The person who starts the witness has to put something right first. */
export class WitnessFault extends Error {}

/**
 * Goes on as that operating-system user: root becomes it, and anybody else has to be it already. The folder is made its own. Throws WitnessFault.
 */
export function becomeUser(user: string, folder: string): void {
  const [uid, gid] = ['-u', '-g'].map((flag) => idOf(user, flag)) as [number, number];
  if (process.getuid?.() === 0 && uid !== 0) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chownSync(folder, uid, gid);
    process.setgroups?.([]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  }
  if (process.getuid?.() !== uid || uid === 0) throw new WitnessFault(`the witness has to run as ${user}, and not as root`);
}

function idOf(user: string, flag: string): number {
  const { status, stdout } = spawnSync('id', [flag, '--', user], { encoding: 'utf8' });
  const id = Number(stdout);
  if (status !== 0 || !Number.isSafeInteger(id)) throw new WitnessFault(`there is no user ${user}`);
  return id;
}

/** Throws WitnessFault where this process runs as the user whose service has that folder, or may read it as root: one thief would have both keys. */
export function requireApartFrom(serviceFolder: string): void {
  const owner = statSync(serviceFolder).uid;
  const own = process.getuid?.();
  if (own === 0 || own === owner)
    throw new WitnessFault(`the witness may not run as the user that ${serviceFolder} belongs to, nor as root`);
}
