// What the commands have in common: plain Node, so that they run before anything is installed or compiled.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

/** As a shell tells of a program that SIGPIPE ended. */
const nobodyReads = 141;

/** The module of a command, ready to run: packages are installed and code is compiled first. Where the reader of its output goes away (`| head`), it ends. */
export async function commandOf(module) {
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(nobodyReads);
    throw error;
  });
  ensureInstalled((line) => console.error(line));
  await compile();
  return import(pathToFileURL(compiled(module)).href);
}
