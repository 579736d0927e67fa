import { proofExtra, type BundledCheckpoint } from '../archive/bundle-proofs.js';
import { isConsistent } from '../archive/consistency.js';
import { parseCheckpoint, type SignedCheckpoint } from '../log/checkpoint.js';
import { parseTlogProof } from '../log/tlog-proof-text.js';
import { leafHashOf } from '../platform/audit-leaf.js';
import { includes } from '../platform/merkle.js';
import type { BagFile } from './bag-files.js';
import { checkCheckpoint, type LogKeys } from './check-checkpoint.js';
import type { CheckedRoot, Receipted, Told } from './check-entries.js';
import type { GivenReceipt } from './check-receipts.js';
import type { Findings, Place } from './findings.js';
import { readBytes } from './inputs.js';
import { checkLogged } from './verify-proof.js';

type Files = ReadonlyMap<string, BagFile>;

export interface ProofFacts {
  log: CheckedRoot;
  checkpoint: BundledCheckpoint | null;
}

const name = 'data/checkpoint';
const at = (file: string): Place => ({ file, pointer: '' });

/** Each receipt against the entry of its act. */
export function checkReceipted(receipts: readonly GivenReceipt[], { receipted }: Told, findings: Findings): void {
  for (const { receipt, place } of receipts) {
    const entry = receipted.get(receipt.id);
    if (!entry) findings.fault(place, '没有条目载明该行为。', 'No entry of the trail is of this act.');
    else if (entry.payload !== null) checkLogged(receipt, entry.payload, place, findings);
  }
}

/**
 * The checkpoint: signed by the log, cosigned, and a later state of the tree that the entries are proved in; and the proof of each receipt in it. `keys` are
 * null where none were given; then it is said whose signatures were not looked at.
 */
export async function checkProofs(
  files: Files,
  facts: ProofFacts,
  keys: LogKeys | null,
  receipts: readonly GivenReceipt[],
  { receipted }: Told,
  findings: Findings,
): Promise<void> {
  const proofs = [...files.values()].filter((file) => /^data\/receipts\/.*\.tlog-proof$/.test(file.name));
  const file = files.get(name);
  if (!facts.checkpoint) return checkNone(file ? [file, ...proofs] : proofs, findings);
  if (!file) return findings.fault(at(name), '缺少该文件。', 'Is missing.');
  const note = (await readBytes(file)).toString('utf8');
  const checkpoint = checkedCheckpoint(note, facts.log, facts.checkpoint, keys, findings);
  const left = new Map(proofs.map((proof) => [proof.name, proof]));
  for (const { receipt, place } of receipts) {
    const own = place.file.replace(/\.json$/, '.tlog-proof');
    const proof = left.get(own);
    left.delete(own);
    const entry = receipted.get(receipt.id);
    if (!proof) findings.fault(at(own), '缺少该文件。', 'Is missing.');
    else if (entry && checkpoint) {
      const text = (await readBytes(proof)).toString('utf8');
      checkProof(text, at(own), entry, checkpoint, note, findings);
    }
  }
  for (const other of left.keys()) findings.fault(at(other), '没有其回执。', 'There is no receipt of it.');
}

/** Whoever took the proofs away has to say so in what the platform signed. */
function checkNone(files: readonly BagFile[], findings: Findings): void {
  for (const file of files)
    findings.fault(
      at(file.name),
      '包中称尚无检查点。',
      'Is there, and data/bundle.json says that no checkpoint had been signed.',
    );
  findings.notChecked(
    '制作时尚无已签署的检查点：回执是否已入所公布的日志未核验。',
    'No checkpoint had been signed when the bundle was made: whether the receipts stand in the published log was not checked.',
  );
}

function checkedCheckpoint(
  note: string,
  log: CheckedRoot,
  said: BundledCheckpoint,
  keys: LogKeys | null,
  findings: Findings,
): SignedCheckpoint | null {
  const parsed = parseCheckpoint(note);
  if (keys === null)
    findings.notChecked(
      '未给出日志的密钥（--log-key）：检查点的签名与副署未核验。',
      'No key of the log was given (--log-key): the signature of the checkpoint, and its cosignatures, were not checked.',
    );
  const checkpoint = keys === null && parsed ? parsed : checkCheckpoint(parsed, at(name), keys ?? none, findings);
  if (!checkpoint) return null;
  if (checkpoint.origin !== said.origin || checkpoint.size !== said.size)
    findings.fault(at(name), '不是 data/bundle.json 所载的检查点。', 'Is not the checkpoint that data/bundle.json names.');
  const proof = said.consistency.map((one) => Buffer.from(one, 'base64'));
  if (!isConsistent({ size: log.size, root: Buffer.from(log.root, 'hex') }, checkpoint, proof))
    findings.fault(at(name), '不是包内各条目所在日志的后来状态。', 'Is no later state of the log that the entries stand in.');
  return checkpoint;
}

const none: LogKeys = { logs: [], witnesses: [] };

function checkProof(
  text: string,
  place: Place,
  entry: Receipted,
  { size, root }: SignedCheckpoint,
  note: string,
  findings: Findings,
): void {
  const given = parseTlogProof(text);
  if (!given) return findings.fault(place, '不是日志证明（C2SP tlog-proof）。', 'Is no proof of a log (C2SP tlog-proof).');
  if (!text.endsWith(`\n\n${note}`) || text.indexOf('\n\n') !== text.length - note.length - 2)
    findings.fault(place, '所附检查点不是 data/checkpoint。', 'Its checkpoint is not data/checkpoint.');
  if (given.index !== entry.index || !given.extra?.equals(proofExtra(entry)))
    findings.fault(place, '不是该回执的条目。', 'Is not of the entry of this receipt.');
  if (!includes(given.index, size, leafHashOf(entry.leaf), given.hashes, root))
    findings.fault(place, '未能证明该条目在检查点中。', 'Does not prove that the entry stands in the checkpoint.');
}
