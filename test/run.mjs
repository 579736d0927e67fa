// The commands `npm test`, `check`, `prove`, `bench`, `docs`: plain Node, so that they run before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, compiled } from '../src/compile.mjs';
import { ensureInstalled, projectFolder } from '../src/install.mjs';
import { atTheEnd, runToTheEnd, scratchFolder, startProgram, stopProgram } from '../src/processes.mjs';
import { appPassword } from '../src/service.mjs';
import { bringServersUp } from './servers.mjs';

const [first, ...others] = process.argv.slice(2);
const verbs = { check, bench, 'bench:log': benchLog, docs, prove };
const verb = verbs[first];

process.chdir(projectFolder);
await runToTheEnd(() => {
  ensureInstalled();
  return verb ? verb(others) : test(first === undefined ? [] : [first, ...others]);
});

/** All tiers on real servers; arguments are jest's own. */
async function test(args, more = {}) {
  const folder = scratchFolder('test');
  const env = { ...(await bringServersUp(folder, { durable: false })), ...more };
  const result = join(folder, 'jest.json');
  const left = ['/node_modules/', '/dist/', ...(env.PROVE ? [] : ['/test/prove/', '\\.prove\\.spec\\.ts$'])];
  const selection = left.flatMap((pattern) => ['--testPathIgnorePatterns', pattern]);
  // Jest's list options swallow what follows, so the caller's arguments come first.
  const code = await jest([...args, ...selection, '--json', `--outputFile=${result}`], env, folder);
  tell(result, env);
  return code || (args.length === 0 ? coverage(env, folder) : 0);
}

/** The tests with full counts, and then the mutants of the law; `prove coverage` and `prove mutation [file…]` are those parts alone. */
async function prove(args) {
  const [part, ...files] = args;
  if (part === 'coverage') return coverage(process.env, scratchFolder('test'));
  if (part === 'mutation') return mutation(files);
  return (await test(args, { PROVE: '1' })) || (args.length === 0 ? mutation([]) : 0);
}

/** Every statement, branch and function of the law by the specs beside it, and by no other test. */
async function coverage(env, folder) {
  console.log('\n== coverage of the law by its own specs');
  const report = join(folder, 'coverage');
  const all = { statements: 100, branches: 100, functions: 100, lines: 100 };
  const reporters = ['text-summary', 'json-summary'].flatMap((name) => ['--coverageReporters', name]);
  const files = ['src/rules/**/*.ts', '!**/*.spec.ts'].flatMap((glob) => ['--collectCoverageFrom', glob]);
  const limits = `--coverageThreshold=${JSON.stringify({ global: all })}`;
  // Istanbul counts each way of each expression; V8 counts blocks, and only in functions that ran.
  const provider = ['--coverage', '--coverageProvider=babel', `--coverageDirectory=${report}`];
  const code = await jest([inProject('src/rules/'), ...provider, ...reporters, ...files, limits], env, folder);
  if (code) tellUncovered(join(report, 'coverage-summary.json'));
  return code;
}

function tellUncovered(file) {
  if (!existsSync(file)) return;
  for (const [name, { statements, branches, functions }] of Object.entries(JSON.parse(readFileSync(file, 'utf8'))))
    if (name !== 'total' && [statements, branches, functions].some(({ pct }) => pct < 100))
      console.log(`not covered: ${name.slice(projectFolder.length)}: branches ${branches.covered} of ${branches.total}`);
}

/** Stryker over src/rules: each file's mutants against the spec beside it. */
function mutation(files) {
  console.log('\n== mutants of the law');
  const folder = scratchFolder('mutation');
  return run(['test/mutation.mjs', ...files], { ...process.env, TMPDIR: folder, TEMP: folder });
}

async function jest(args, env, folder) {
  const NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
  const workers = args.some((arg) => /^(-w|--maxWorkers|-i$|--runInBand)/.test(arg))
    ? []
    : ['--maxWorkers=2', '--workerIdleMemoryLimit=1500MB'];
  const cache = `--cacheDirectory=${join(projectFolder, 'node_modules', '.cache', 'jest')}`;
  // Whatever a killed test leaves in its temporary folder goes with ours.
  return run([bin('jest', 'bin/jest.js'), ...args, ...workers, cache], { ...env, NODE_OPTIONS, TMPDIR: folder, TEMP: folder });
}

/** The last lines: what was run, what was not and why. A file that does not even load counts as one failure. */
function tell(file, env) {
  if (!existsSync(file)) {
    console.log('jest wrote no result');
    return;
  }
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const skipped = result.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${name.slice(projectFolder.length)}: ${fullName}`),
  );
  for (const one of skipped) console.log(`not run: ${one}`);
  if (!env.TEST_REDIS_URL) {
    // Tests on Redis may be declared only where there is one: then jest cannot count them.
    const redis = skipped.filter((one) => /redis/i.test(one)).length;
    const which = redis ? `${redis} Redis tests` : 'the tests on Redis';
    console.log(`Redis: not found, ${which} not run (install redis-server, or name one in REDIS_URL)`);
  }
  console.log(
    `${result.numPassedTests} passed, ${result.numFailedTests + result.numRuntimeErrorTestSuites} failed, ${skipped.length} skipped`,
  );
}

/** What a commit must pass, quickly. */
async function check() {
  const steps = [
    ['format', [bin('prettier', 'bin/prettier.cjs'), '--check', '.']],
    ['lint', [bin('eslint', 'bin/eslint.js'), '-c', '.eslint.config.mjs', '.']],
    ['types', [bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.']],
    ["types of the browser's page", [bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'src/seal-page']],
  ];
  const failed = [];
  for (const [name, args] of steps) {
    console.log(`\n== ${name}`);
    if (await run(args, process.env)) failed.push(name);
  }
  console.log('\n== unit and tidy');
  const folder = scratchFolder('test');
  const env = await bringServersUp(folder, { durable: false });
  if (await jest([inProject('src/'), inProject('test/tidy.spec.ts')], env, folder)) failed.push('unit and tidy');
  if (await coverage(env, folder)) failed.push('coverage of the law');
  console.log(
    failed.length
      ? `\ncheck: failed in ${failed.join(', ')}`
      : '\ncheck: format, lint, types, unit and tidy, coverage of the law pass',
  );
  return failed.length ? 1 : 0;
}

/** Ratios of one run, on a PostgreSQL that really writes to the disk. */
function benchLog(args) {
  return bench(args, 'log-bench');
}

async function bench(args, name = 'bench') {
  await compile(['src', 'migrations', 'seeds', 'test/bench']);
  const program = [compiled(`test/bench/${name}`), ...args];
  if (args.some((arg) => arg === '--help' || arg === '-h')) return run(program, process.env);
  const folder = scratchFolder('bench');
  const env = await bringServersUp(folder, { durable: true });
  const ownerUrl = env.TEST_DATABASE_OWNER_URL;
  const server = { DATABASE_OWNER_URL: ownerUrl, DATABASE_APP_PASSWORD: appPassword(ownerUrl) };
  return run(program, { ...env, ...server, DATA_DIR: folder });
}

/** Writes what is generated: openapi.json, the tables and diagrams of the READMEs, the lock file's other platforms. */
async function docs(args) {
  const folder = scratchFolder('test');
  const env = { ...(await bringServersUp(folder, { durable: false })), DOCS: 'write' };
  const steps = [
    ...(existsSync('test/metadata.mjs') ? [() => run(['test/metadata.mjs'], env)] : []),
    () => jest(['test/docs.spec.ts', ...args], env, folder),
    () => run(['test/lock-platforms.mjs'], env),
  ];
  for (const step of steps) {
    const code = await step();
    if (code) return code;
  }
  return 0;
}

async function run(args, env) {
  const child = startProgram(process.execPath, args, { env });
  atTheEnd(() => stopProgram(child, { signal: 'SIGINT', graceMs: 10_000 }));
  const { code } = await child.ended;
  return code ?? 1;
}

/** A pattern for jest that means this path and no other that contains it. */
function inProject(path) {
  return join(projectFolder, path).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function bin(name, file) {
  return join(projectFolder, 'node_modules', name, file);
}
