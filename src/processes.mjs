import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const windows = process.platform === 'win32';
const children = new Set();
const folders = new Set();
const teardowns = [];
let stopping = null;

// The last resort, synchronous: whatever way this process ends (but SIGKILL), nothing of it stays behind.
process.on('exit', () => {
  for (const child of children) signalGroup(child, 'SIGKILL');
  for (const folder of folders) removeFolder(folder);
});

/** Starts a program in a process group of its own, so that Ctrl-C reaches only us and we stop things in the right order. */
export function startProgram(command, args, options = {}) {
  const { logFile, ...rest } = options;
  const log = logFile ? openSync(logFile, 'a', 0o600) : null;
  const stdio = log === null ? ['ignore', 'inherit', 'inherit'] : ['ignore', log, log];
  const child = spawn(command, args, { stdio, detached: !windows, windowsHide: true, ...rest });
  if (log !== null) closeSync(log);
  children.add(child);
  child.ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, signal: null, error }));
    child.on('exit', (code, signal) => resolve({ code, signal }));
  }).then((end) => {
    children.delete(child);
    // What it started and left behind goes with it.
    if (!windows && child.pid) signalGroup(child, 'SIGKILL');
    return end;
  });
  return child;
}

/** Runs a program to its end. Throws unless it exits with 0. */
export async function runProgram(what, command, args, options) {
  const { code, signal, error } = await startProgram(command, args, options).ended;
  if (code !== 0) throw new Error(`${what} failed (${error?.message ?? signal ?? `exit ${code}`})`);
}

/** Asks a program to stop, waits, and kills its group after `graceMs`. */
export async function stopProgram(child, { signal = 'SIGTERM', graceMs = 15_000 } = {}) {
  if (!children.has(child)) return;
  child.kill(signal);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await child.ended;
  clearTimeout(timer);
}

function signalGroup(child, signal) {
  try {
    if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/f', '/t']);
    else process.kill(-child.pid, signal);
  } catch {
    // Gone already.
  }
}

/** Runs `stop` when this process is told to end, last added first. */
export function atTheEnd(stop) {
  teardowns.push(stop);
}

/** Stops everything once, however often it is called. */
export function stopEverything() {
  stopping ??= (async () => {
    for (const stop of teardowns.reverse()) await stop().catch((error) => console.error(error.message));
  })();
  return stopping;
}

/** Runs `body`, stops everything, and exits with what it returned; a signal stops everything first and exits with `codeOf(signal)`. */
export async function runToTheEnd(body, codeOf = (signal) => ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })[signal]) {
  const end = (signal) => {
    // Asked a second time: no more patience. The exit handler kills what is left.
    if (stopping) process.exit(codeOf(signal) || 1);
    void stopEverything().then(() => process.exit(codeOf(signal)));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  watchShell(() => stopping ?? end('SIGTERM'));
  let code = 1;
  try {
    code = await body();
  } catch (error) {
    if (!stopping) console.error(`\n${error.message}`);
  }
  if (stopping) return; // the signal's handler ends the process, with its own code
  await stopEverything();
  process.exit(code);
}

/** npm puts a shell between itself and us, and a signal to npm ends only that shell: we notice that our parent has gone. */
function watchShell(tell) {
  if (windows || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && tell(), 500).unref();
}

/** Whether a signal has asked us to stop: what fails then is no news. */
export function isStopping() {
  return stopping !== null;
}

/** A port on the loopback that nobody listens on at this moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether the process lives and is what we think it is: after a restart of the machine its number may be another program's. */
export function isAlive(pid, marker) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const command = commandOf(pid);
  return command === null || command.includes(marker);
}

/** Ends a process that a killed one left behind, if it is what we think it is. Throws when it does not end within 10 s. */
export async function endOrphan(pid, marker, signal = 'SIGTERM') {
  if (!(pid > 0) || !isAlive(pid, marker)) return;
  process.kill(pid, signal);
  for (let tries = 0; tries < 100; tries += 1) {
    if (!isAlive(pid, marker)) return;
    await pause(100);
  }
  throw new Error(`Process ${pid} (${marker}) was left over by a start that was killed, and does not stop.`);
}

function commandOf(pid) {
  if (windows) return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    const { status, stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 ? stdout : null;
  }
}

/** A throw-away folder, removed when this process ends. What a killed process left behind is cleared away first. */
export function scratchFolder(kind) {
  sweepAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `ftz-${kind}-${process.pid}-`));
  folders.add(folder);
  return folder;
}

function sweepAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^ftz-(?:test|demo|bench|initdb)-(\d+)-\w{6}$/.exec(name)?.[1];
    if (!pid || isAlive(Number(pid), '.mjs')) continue;
    const folder = join(tmpdir(), name);
    for (const file of ['postgres/postmaster.pid', 'redis.pid']) killByFile(join(folder, file), folder);
    removeFolder(folder);
  }
}

function killByFile(file, folder) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (isAlive(pid, folder)) process.kill(pid, 'SIGQUIT');
  } catch {
    // No such file, or not ours.
  }
}

function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    // Another user's.
  }
}
