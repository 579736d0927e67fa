import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { build } from 'esbuild';

/** The page's script: our own checks and sealing with the packages they need, in one file. The code that the opening judges by, and no copy of it. */
@Injectable()
export class SealPageScript {
  private script: Promise<string> | null = null;

  /** Bundled when it is first asked for, once. */
  read(): Promise<string> {
    this.script ??= bundled().catch((error: unknown) => {
      this.script = null;
      throw error;
    });
    return this.script;
  }
}

async function bundled(): Promise<string> {
  const entry = ['ts', 'js']
    .map((ending) => fileURLToPath(new URL(`../seal-page/page.${ending}`, import.meta.url)))
    .find(existsSync);
  const { outputFiles } = await build({
    entryPoints: [entry as string],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
