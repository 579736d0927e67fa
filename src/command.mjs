// What the commands have in common: plain Node, so that they run before anything is installed or compiled.
import { pathToFileURL } from 'node:url';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';

/** As a shell tells of a program that SIGPIPE ended. */
const nobodyReads = 141;
const cannotRun = 2;

/**
 * The module of a command, ready to run: packages are installed and code is compiled first. Where the reader of its output goes away (`| head`), it ends;
 * where it cannot be run or cannot write, it says so in a line and ends with 2: no verdict.
 */
export async function commandOf(module) {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (error.code === 'EPIPE') process.exit(nobodyReads);
      cannot(error);
    });
  try {
    ensureInstalled((line) => console.error(line));
    await compile();
    return await import(pathToFileURL(compiled(module)).href);
  } catch (error) {
    return cannot(error);
  }
}

function cannot(error) {
  console.error(error.message);
  process.exit(cannotRun);
}
