// The command `npm run bench`; test/run.mjs brings the database up and names it in the environment.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { help, readOptions, type Options } from './options.js';
import { textOf } from './report.js';
import { runBench } from './run-bench.js';

const options = readOptionsOrExit();
const { DATABASE_OWNER_URL: ownerUrl, DATABASE_APP_PASSWORD: appPassword, DATA_DIR: folder } = process.env;
if (!ownerUrl || !appPassword || !folder) throw new Error('No database is named: run it with npm run bench');
const at = new Date().toISOString();
const report = await runBench(options, { ownerUrl, appPassword }, folder, (line) => console.log(line));
const file = resolve(options.json ?? join('.data', 'bench', `${at.replaceAll(/[:.]/g, '-')}.json`));
mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
writeFileSync(file, `${JSON.stringify({ at, ...report }, null, 2)}\n`);
console.log(`\n${textOf(report)}\n\n${file}`);
process.exitCode = report.failures.length ? 1 : 0;

function readOptionsOrExit(): Options {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read) return read;
    process.stdout.write(help);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    process.exit(2);
  }
}
