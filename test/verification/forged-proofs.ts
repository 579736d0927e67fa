import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../../src/log/checkpoint.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { signedByThief } from '../archive/trees.js';
import { flip, type Files, type Forgery, type Pick } from './forged-bundles.js';

const checkpoint = 'data/checkpoint';
const proof = /^data\/receipts\/.*\.tlog-proof$/;

/** Forgeries of what proves the receipts in the log, all under manifests that the platform signed. `dataDir`: where the log's own key is. */
export function forgedProofs(dataDir: () => string): Forgery[] {
  const forgeries: Omit<Forgery, 'by'>[] = [
    {
      what: 'the proofs of two receipts swapped',
      said: /Is not of the entry of this receipt/,
      change: (files, pick) => {
        const [one, other] = twoProofs(files, pick);
        const kept = files.get(one) as Buffer;
        files.set(one, files.get(other) as Buffer);
        files.set(other, kept);
        return [one, other];
      },
    },
    {
      what: 'the proof of another receipt',
      said: /Is not of the entry of this receipt/,
      change: (files, pick) => {
        const [one, other] = twoProofs(files, pick);
        files.set(one, files.get(other) as Buffer);
        return [one];
      },
    },
    { what: 'one octet of a proof changed', change: (files, pick) => flip(files, pick.name(files, proof), pick) },
    { what: 'one octet of the checkpoint changed', change: (files, pick) => flip(files, checkpoint, pick) },
    {
      what: 'a proof taken out',
      said: /tlog-proof 缺少该文件/,
      change: (files, pick) => {
        const name = pick.name(files, proof);
        files.delete(name);
        return [name];
      },
    },
    {
      what: 'a proof of no receipt',
      said: /There is no receipt of it/,
      change: (files, pick) => {
        const name = `data/receipts/${pick.number(1e6)}.tlog-proof`;
        files.set(name, files.get(pick.name(files, proof)) as Buffer);
        return [name];
      },
    },
    {
      what: 'the checkpoint taken out',
      said: /data\/checkpoint 缺少该文件/,
      change: (files) => {
        files.delete(checkpoint);
        return [checkpoint];
      },
    },
    {
      what: 'a checkpoint that is said not to be there',
      said: /says that no checkpoint had been signed/,
      change: (files) => {
        sayCheckpoint(files, () => null);
        return [checkpoint, ...namesOf(files)];
      },
    },
    {
      what: 'the checkpoint of another log',
      said: /Is not signed by a key of this log/,
      change: (files) => {
        sayCheckpoint(files, (said) => ({ ...said, origin: 'log.example/other' }));
        return retold(files, ({ size, root }) => byStranger('log.example/other', { size, root }));
      },
    },
    {
      what: 'a checkpoint of this name by another key',
      said: /Is not signed by a key of this log/,
      change: (files) => retold(files, ({ origin, size, root }) => byStranger(origin, { size, root })),
    },
    {
      what: 'a checkpoint of the log itself over another tree',
      said: /Is no later state of the log/,
      change: (files) =>
        retold(files, ({ origin, size }) => signedByThief(dataDir(), origin, { size, root: Buffer.alloc(32, 7) })),
    },
    {
      what: 'a checkpoint without the line of its witness',
      said: /Is cosigned by none of the witnesses/,
      change: (files) => retold(files, ({ origin, size, root }) => signedByThief(dataDir(), origin, { size, root })),
    },
  ];
  return forgeries.map((one) => ({ ...one, what: `${one.what}, signed by the platform`, by: 'platform' }));
}

/** The bundle without checkpoint and proofs, as one is before the first is signed. */
export function withoutProofs(files: Files): void {
  for (const name of [checkpoint, ...namesOf(files)]) files.delete(name);
  sayCheckpoint(files, () => null);
}

function namesOf(files: Files): string[] {
  return [...files.keys()].filter((name) => proof.test(name));
}

function twoProofs(files: Files, pick: Pick): [string, string] {
  const names = namesOf(files).sort();
  const at = pick.number(names.length);
  return [names[at] as string, names[(at + 1) % names.length] as string];
}

/** Another note in the place of the checkpoint, and in every proof. */
function retold(files: Files, noteOf: (genuine: SignedCheckpoint) => string): string[] {
  const genuine = String(files.get(checkpoint));
  const note = noteOf(parseCheckpoint(genuine) as SignedCheckpoint);
  files.set(checkpoint, Buffer.from(note));
  for (const name of namesOf(files)) files.set(name, Buffer.from(String(files.get(name)).replace(genuine, () => note)));
  return [checkpoint];
}

function sayCheckpoint(files: Files, change: (said: object) => object | null): void {
  const facts = JSON.parse(String(files.get('data/bundle.json'))) as { checkpoint: object };
  files.set('data/bundle.json', Buffer.from(`${canonicalJson({ ...facts, checkpoint: change(facts.checkpoint) })}\n`));
}

function byStranger(origin: string, head: { size: number; root: Buffer }): string {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-stranger-'));
  try {
    return signedByThief(folder, origin, head);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
