// For child processes of tests: runs our TypeScript without a build. Usage: node --import ./test/typescript.mjs file.ts
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from '@swc/core';

const swcrc = fileURLToPath(new URL('../.swcrc', import.meta.url));

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  return next(specifier, context).catch(() => next(specifier.replace(/\.js$/, '.ts'), context));
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, configFile: swcrc, sourceMaps: 'inline' });
  return { format: 'module', shortCircuit: true, source: code };
}
