import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from './install.mjs';

const options = join(projectFolder, '.swcrc');

/**
 * Brings dist/ up to date with the TypeScript of `folders`, file by file and without type check (that is `npm run build` and
 * `npm run check`): dist/ keeps the folders, so src/main.ts becomes dist/src/main.js. Returns how many files were compiled.
 */
export async function compile(folders = ['src', 'migrations', 'seeds']) {
  const sources = folders.flatMap((folder) => typescriptIn(folder));
  for (const folder of folders) removeOrphans(folder, new Set(sources.map(outputOf)));
  const stale = sources.filter(isStale);
  if (!stale.length) return 0;
  const { transformFile } = await import('@swc/core');
  await Promise.all(stale.map((source) => compileOne(transformFile, source)));
  return stale.length;
}

async function compileOne(transformFile, source) {
  const output = join(projectFolder, outputOf(source));
  const { code, map } = await transformFile(join(projectFolder, source), {
    cwd: projectFolder,
    configFile: options,
    swcrc: false,
    outputPath: output,
    sourceMaps: true,
  });
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.map`, map);
  writeFileSync(output, `${code}\n//# sourceMappingURL=${output.slice(output.lastIndexOf('/') + 1)}.map\n`);
}

function typescriptIn(folder) {
  return filesIn(folder).filter((file) => /\.ts$/.test(file) && !/\.(spec|d)\.ts$/.test(file));
}

function filesIn(folder) {
  if (!existsSync(join(projectFolder, folder))) return [];
  const entries = readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectFolder.length).replaceAll('\\', '/'));
}

function outputOf(source) {
  return `dist/${source.replace(/\.ts$/, '.js')}`;
}

function isStale(source) {
  const output = join(projectFolder, outputOf(source));
  if (!existsSync(output)) return true;
  const made = statSync(output).mtimeMs;
  return made < statSync(join(projectFolder, source)).mtimeMs || made < statSync(options).mtimeMs;
}

/** A file that was renamed or deleted must not live on in dist/. */
function removeOrphans(folder, outputs) {
  for (const file of filesIn(`dist/${folder}`)) {
    const output = file.replace(/\.map$/, '');
    if (/\.js$/.test(output) && !outputs.has(output)) rmSync(join(projectFolder, file));
  }
}

/** The name under which Node runs a compiled file, for example `compiled('src/main')`. Throws when it does not exist. */
export function compiled(name) {
  const file = join(projectFolder, 'dist', `${name}.js`);
  if (!existsSync(file) || !readFileSync(file).length) throw new Error(`${file} does not exist: is ${name}.ts there?`);
  return file;
}
