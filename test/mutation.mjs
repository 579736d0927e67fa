// `npm run prove mutation [file…]`: every mutant of the law against the spec beside its file. Plain Node; Stryker says which survive.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scoreMin = 90;

const project = fileURLToPath(new URL('..', import.meta.url));
const rules = join(project, 'src/rules');

/** Texts of the law and of refusals, word for word: nothing in them decides. test/tidy.spec.ts asks of each that it is in both languages. */
const onlyTexts = /^(articles|rules-[a-z-]+)\.ts$/;

const specNames = readdirSync(rules).flatMap((name) => (name.endsWith('.spec.ts') ? [name.slice(0, -'.spec.ts'.length)] : []));

/** Files that have no spec of their own are judged by that of what they are part of. */
const judgedBy = {
  'bid.machine.ts': ['machine'],
  'challenge.machine.ts': ['machine'],
  'complaint.machine.ts': ['machine'],
  'tender.machine.ts': ['machine'],
  'machine-diagram.ts': ['machine', 'machine-rows'],
  'periods.ts': ['rules'],
  'thresholds.ts': ['rules'],
  'rule-entry.ts': ['rules'],
  'parties.ts': ['machine-rows'],
  'secret-numbers.ts': ['trade-secrets'],
  'secret-overlap.ts': ['trade-secrets'],
  'secret-text.ts': ['trade-secrets'],
  'traditional-characters.ts': ['trade-secrets'],
  'track.ts': ['standstill', 'art-60-review'],
  'evaluate-types.ts': ['evaluate', 'art-60-review'],
};

function mutatedFiles() {
  return readdirSync(rules).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !onlyTexts.test(name));
}

/** Runs the files one after the other, or those named; prints each with its survivors, then the score of all. Gives the exit code. */
async function mutation(names, folder) {
  const files = mutatedFiles().filter((name) => names.length === 0 || names.some((one) => basename(one) === name));
  const all = [];
  for (const file of files) {
    const mutants = await mutantsOf(file, folder);
    if (mutants === null) return 1;
    all.push(...mutants);
    tell(file, mutants);
  }
  const { detected, undetected, timeouts } = countsOf(all);
  const score = (100 * detected) / Math.max(1, detected + undetected);
  const verdict = score >= scoreMin ? 'is enough' : `is below ${scoreMin}`;
  console.log(
    `mutation: ${score.toFixed(2)} % ${verdict}: ${detected} of ${detected + undetected} mutants of ${files.length} files found (${timeouts} by a timeout)`,
  );
  return score >= scoreMin ? 0 : 1;
}

async function mutantsOf(file, folder) {
  const own = file.replace(/\.ts$/, '');
  const besideIt = specNames.filter((name) => name === own || name.startsWith(`${own}-`));
  const specs = [...new Set([...besideIt, ...(judgedBy[file] ?? (besideIt.length ? [] : ['rules']))])];
  const scratch = join(folder, 'mutation');
  mkdirSync(scratch, { recursive: true });
  const report = join(scratch, `${own}.json`);
  const config = join(scratch, `${own}.config.json`);
  writeFileSync(config, JSON.stringify(optionsFor(file, specs, scratch, report)));
  const bin = join(project, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const env = { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim() };
  const [code] = await once(spawn(process.execPath, [bin, 'run', config], { cwd: project, env, stdio: 'inherit' }), 'exit');
  if (code !== 0 || !existsSync(report)) {
    console.log(`${file}: no result`);
    return null;
  }
  const found = Object.values(JSON.parse(readFileSync(report, 'utf8')).files);
  return found.flatMap(({ source, mutants }) => mutants.map((one) => ({ ...one, file, was: textAt(source, one.location) })));
}

function optionsFor(file, specs, scratch, report) {
  return {
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    mutate: [`src/rules/${file}`],
    ignorePatterns: [
      '*',
      '!src',
      '!src/rules',
      '!src/rules/**',
      '!package.json',
      '!.swcrc',
      '!tsconfig.json',
      '!test',
      '!test/ordinary-sentences.ts',
    ],
    tempDirName: join(scratch, 'sandbox'),
    reporters: ['json'],
    jsonReporter: { fileName: report },
    concurrency: Number(process.env.MUTATION_CONCURRENCY ?? Math.min(2, cpus().length)),
    coverageAnalysis: 'perTest',
    // Modules of the runs before stay in its memory, which makes it slower and slower.
    maxTestRunnerReuse: 40,
    // A busy machine is no finding: only what never ends is found by its time.
    timeoutMS: 60_000,
    logLevel: 'error',
    jest: {
      config: { testMatch: specs.map((name) => `<rootDir>/src/rules/${name}.spec.ts`) },
      enableFindRelatedTests: false,
    },
  };
}

function countsOf(mutants) {
  const number = (...states) => mutants.filter((one) => states.includes(one.status)).length;
  return {
    detected: number('Killed', 'Timeout'),
    undetected: number('Survived', 'NoCoverage'),
    timeouts: number('Timeout'),
  };
}

function tell(file, mutants) {
  const { detected, undetected } = countsOf(mutants);
  console.log(`${file}: ${detected} of ${detected + undetected}`);
  for (const one of mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')) {
    const { line, column } = one.location.start;
    console.log(`  survives ${file}:${line}:${column} ${one.mutatorName}: ${short(one.was)} → ${short(one.replacement)}`);
  }
}

function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join(' ');
}

function short(text = '') {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

process.exitCode = await mutation(process.argv.slice(2), tmpdir());
