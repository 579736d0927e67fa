import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { consistencyProof, sequencedHead } from '../../src/log/log.queries.js';
import { LogSigner } from '../../src/log/log-signer.js';
import { systemActor } from '../../src/platform/actor.js';
import { recordEvent } from '../../src/platform/audit-trail.js';
import { defaultQueueSettings } from '../../src/platform/jobs.js';
import type { Reader } from '../../src/platform/reads.js';
import { Findings } from '../../src/verification/findings.js';
import { verifyLog } from '../../src/verification/verify-log.js';
import { layFolder } from './lay-folder.js';
import { layEntries, layLeaves } from './lay-leaves.js';
import { median, ratioOf, type Ratio } from './numbers.js';

export interface Growth {
  leaves: number;
  /** Medians, in microseconds. */
  appendUs: number;
  proofUs: number;
  checkpointUs: number;
}

const batch = 500;
const connections = 8;

const readerOf = (source: DataSource): Reader => ({ query: (sql, params = []) => source.query(sql, [...params]) });

async function micros(body: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await body();
  return (performance.now() - from) * 1_000;
}

/** What an append, a proof and a checkpoint cost in logs of these sizes, one grown out of the other. */
export async function measureGrowth(
  owner: pg.Client,
  source: DataSource,
  sizes: readonly number[],
  rounds: number,
): Promise<Growth[]> {
  const sequencer = new SequenceEntries(source);
  const reader = readerOf(source);
  const folder = mkdtempSync(join(tmpdir(), 'ftz-bench-signer-'));
  const signer = new LogSigner({ dataDir: folder, logOrigin: 'bench.example/log' });
  const table: Growth[] = [];
  await sequencer.run();
  try {
    for (const leaves of sizes) {
      const size = (await sequencedHead(reader))?.size ?? 0;
      if (leaves > size) await layLeaves(owner, size, leaves);
      const [appends, proofs, checkpoints]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round <= rounds; round += 1) {
        const last = await sequencedHead(reader);
        if (round === 0 && last) signer.sign(last, await sinceSigned(reader, signer, last.size));
        await layEntries(owner, batch);
        const append = (await micros(() => sequencer.run())) / batch;
        const head = await sequencedHead(reader);
        if (!head) throw new Error('nothing was sequenced');
        const proof = await micros(() => consistencyProof(reader, randomInt(1, head.size), head.size));
        const checkpoint = await micros(async () => signer.sign(head, await sinceSigned(reader, signer, head.size)));
        // The first of each size warms up.
        if (round === 0) continue;
        appends.push(append);
        proofs.push(proof);
        checkpoints.push(checkpoint);
      }
      table.push({ leaves, appendUs: median(appends), proofUs: median(proofs), checkpointUs: median(checkpoints) });
    }
    return table;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sinceSigned(reader: Reader, signer: LogSigner, size: number): Promise<Buffer[]> {
  const last = signer.signed();
  return last && last.size < size ? consistencyProof(reader, last.size, size) : Promise.resolve([]);
}

/** Entries a second, each in a transaction of its own: recorded only, and recorded while the sequencer, at the service's pace, gives every one its place. */
export async function measureAppends(
  source: DataSource,
  entries: number,
  rounds: number,
): Promise<{ plain: number[]; tree: number[]; ratio: Ratio }> {
  const sequencer = new SequenceEntries(source);
  const plain: number[] = [];
  const tree: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await sequencer.run();
    const alone = await secondsOf(() => recordAll(source, entries));
    await sequencer.run();
    const sequenced = await secondsOf(async () => {
      let recorded = false;
      const all = recordAll(source, entries).then(() => (recorded = true));
      while (!recorded) {
        await sequencer.run();
        await Promise.race([all, pause(defaultQueueSettings.sweepIntervalMs)]);
      }
      await all;
      await sequencer.run();
    });
    if (round === 0) continue;
    plain.push(entries / alone);
    tree.push(entries / sequenced);
  }
  return { plain, tree, ratio: ratioOf(tree, plain) };
}

async function secondsOf(body: () => Promise<unknown>): Promise<number> {
  return (await micros(body)) / 1_000_000;
}

async function recordAll(source: DataSource, entries: number): Promise<void> {
  const event = {
    type: 'bench.entry',
    article: null,
    tenderId: null,
    subject: { kind: 'bench', id: null },
    payload: { text: '进度'.repeat(40) },
  };
  let left = entries;
  const one = async (): Promise<void> => {
    while ((left -= 1) >= 0)
      await source.transaction('READ COMMITTED', (manager) =>
        recordEvent(manager.queryRunner as QueryRunner, systemActor('bench'), event, '2026-03-02T01:00:00.000000Z', null),
      );
  };
  await Promise.all(Array.from({ length: connections }, one));
}

/** `verify log` of a downloaded log of generated entries, against SHA-256 alone of the same bytes: bytes a second of both. */
export async function measureVerifying(
  entries: number,
  rounds: number,
): Promise<{ ours: number[]; raw: number[]; ratio: Ratio }> {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-bench-log-'));
  try {
    const bytes = layFolder(folder, entries);
    const ours: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const hashing = await secondsOf(() => Promise.resolve(hashAll(join(folder, 'tile'))));
      const findings = new Findings();
      const verifying = await secondsOf(() =>
        verifyLog(
          {
            folder: { name: 'log', path: folder },
            logKey: { name: 'log.vkeys', path: join(folder, 'log.vkeys') },
            witnessKey: null,
          },
          findings,
        ),
      );
      if (findings.faults.length > 0) throw new Error(`the log of the benchmark: ${JSON.stringify(findings.faults[0])}`);
      if (round === 0) continue;
      raw.push(bytes / hashing);
      ours.push(bytes / verifying);
    }
    return { ours, raw, ratio: ratioOf(ours, raw) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hashAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      createHash('sha256')
        .update(readFileSync(join(entry.parentPath, entry.name)))
        .digest();
}
