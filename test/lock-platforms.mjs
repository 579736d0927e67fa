// Adds to package-lock.json the optional packages of platforms that the registry in reach does not serve. Without them npm ci
// stops with "Missing ... from lock file" everywhere; with them it takes what fits the machine and passes over the rest.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'netbsd', 'openbsd', 'sunos', 'aix', 'openharmony'];
const processors = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  armv7: 'arm',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  wasm32: 'wasm32',
};
const libraries = { musl: 'musl', musleabihf: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };

const file = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
const text = readFileSync(file, 'utf8');
const lock = JSON.parse(text);
const added = complete(lock.packages);
if (added.length) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
for (const one of added) console.log(`  ${one}`);
console.log(`package-lock.json: ${added.length} packages of other platforms added`);

/** Adds what is missing, keeping npm's alphabetical order; never changes or drops an entry. Returns the names added. */
function complete(packages) {
  const added = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isResolved(packages, path, name)) continue;
      packages[`node_modules/${name}`] = otherPlatform(name, range, entry);
      added.push(`${name} ${range}`);
    }
  }
  const sorted = Object.entries(packages).sort(([one], [other]) => one.localeCompare(other, 'en'));
  for (const path of Object.keys(packages)) delete packages[path];
  Object.assign(packages, Object.fromEntries(sorted));
  return added;
}

/** Node's own search: the package's node_modules, then those of the folders above. */
function isResolved(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** The entry npm would write, as far as the name tells. Throws when the name tells no platform or the range no version. */
function otherPlatform(name, range, parent) {
  const version = /^[\^~]?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(range)?.[1];
  const parts = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = parts.find((part) => systems.includes(part));
  const cpu = parts.map((part) => processors[part]).find(Boolean);
  if (!version || !os || !cpu)
    throw new Error(`${name} ${range}: no version or platform can be told from its name; add it by hand.`);
  const libc = os === 'linux' ? parts.map((part) => libraries[part]).find(Boolean) : undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}
