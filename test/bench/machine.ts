import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { median } from './numbers.js';

export interface Machine {
  cores: number;
  processor: string;
  memoryGb: number;
  platform: string;
  node: string;
  postgres: string;
  /** Settings that decide whether a commit is on the disk. */
  durability: Record<string, string>;
  fileSystem: string;
  /** Median time to write 4 KB and sync them, in milliseconds. Near zero: the disk is memory, or does not wait. */
  syncMs: number;
}

const fileSystems: Record<number, string> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlay',
  0x01021994: 'tmpfs: a memory disk, nothing waits for it',
};

/** What the figures were measured on; `folder` is where the API's files go. */
export async function machineOf(client: pg.Client, folder: string): Promise<Machine> {
  const settings = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  const { server_version: postgres = '?', ...durability } = Object.fromEntries(
    settings.rows.map(({ name, setting }) => [name, setting]),
  );
  const { type } = statfsSync(folder);
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? '?',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    postgres,
    durability,
    fileSystem: fileSystems[type] ?? `type 0x${type.toString(16)}`,
    syncMs: syncMs(folder),
  };
}

function syncMs(folder: string): number {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const times = Array.from({ length: 50 }, () => {
    const from = performance.now();
    writeSync(file, Buffer.alloc(4_096));
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(path);
  return Math.round(median(times) * 100) / 100;
}
