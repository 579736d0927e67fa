import { includes } from '../platform/merkle.js';
import type { BidReceipt } from '../bids/bid-receipt.js';
import { parseJsonBody } from '../platform/json-body.js';
import { leafHashOf, salted } from '../platform/audit-leaf.js';
import { parseTlogProof } from '../log/tlog-proof-text.js';
import { checkFork, type ProvedEntry } from './check-fork.js';
import { checkCheckpoint, readLogKeys, type LogKeys } from './check-checkpoint.js';
import { within, type Findings, type Place } from './findings.js';
import { readBytes, type Named } from './inputs.js';
import { shaped } from './shape.js';
import { leafShape, loggedShape, proofExtraShape } from './log-shapes.js';

export interface ProofInputs {
  proof: Named;
  logKey: Named | null;
  witnessKey: Named | null;
  /** A proof that somebody else was given. */
  other?: Named | null;
}

interface Extra {
  leaf: string;
  payload?: string;
  salt?: string;
}

/** What the payload behind a leaf says of a receipted act. */
interface Logged {
  recordedAt: string;
  tenderId: string;
  subject: { id: string };
  payload: { action?: string; ciphertextSha256?: string; bytes?: number };
}

/**
 * `verify proof`: that an entry stands in the log (C2SP tlog-proof); of a receipt, that the entry is that of its act. Throws CommandFault where a file
 * cannot be read.
 */
export async function verifyProof(
  { proof, logKey, witnessKey, other = null }: ProofInputs,
  findings: Findings,
  receipt: BidReceipt | null = null,
): Promise<void> {
  const keys = await readLogKeys(logKey, witnessKey);
  const proved = await prove(proof, keys, findings, receipt);
  const second = other === null ? null : await prove(other, keys, findings, null);
  if (proved && second) checkFork(proved, second, findings);
}

/** One proof by itself; null where its parts do not go together. */
async function prove(proof: Named, keys: LogKeys, findings: Findings, receipt: BidReceipt | null): Promise<ProvedEntry | null> {
  const place = { file: proof.name, pointer: '' };
  const given = parseTlogProof((await readBytes(proof)).toString('utf8'));
  if (!given) findings.fault(place, '不是日志证明（C2SP tlog-proof）。', 'Is no proof of a log (C2SP tlog-proof).');
  const checkpoint = given && checkCheckpoint(given.checkpoint, place, keys, findings);
  const extra = given && extraOf(given.extra, place, findings);
  if (!checkpoint || !extra) return null;
  if (extra.payload !== undefined && extra.salt !== undefined) checkDigests(extra as Required<Extra>, place, findings);
  else findings.notChecked('证明中没有记录的内容，只核验了其散列。', 'The proof holds no payload: only the leaf was checked.');
  const inside = within(place, 'extra', 'payload');
  if (receipt && extra.payload === undefined)
    findings.fault(inside, '缺少该项：不能认定是此回执的记录。', 'Is missing: the entry may be of any act.');
  else if (receipt && extra.payload !== undefined) checkLogged(receipt, extra.payload, inside, findings);
  const { index, hashes } = given;
  const { origin, size, root } = checkpoint;
  if (includes(index, size, leafHashOf(extra.leaf), hashes, root))
    return { place, origin, index, size, leaf: extra.leaf, hashes, root };
  findings.fault(place, '该记录不在此处。', 'The entry does not stand there.');
  return null;
}

function extraOf(bytes: Buffer | null, place: Place, findings: Findings): Extra | null {
  const at = within(place, 'extra');
  if (bytes === null) {
    findings.fault(at, '没有记录本身（extra）。', 'Holds no entry (extra).');
    return null;
  }
  const value = read(bytes, at, findings);
  return value === null ? null : shaped<Extra>({ ...at, value }, proofExtraShape, findings);
}

/** The leaf's salted digests are those of the payload. */
function checkDigests({ leaf, payload, salt }: Required<Extra>, place: Place, findings: Findings): void {
  const at = within(place, 'extra', 'leaf');
  const value = read(Buffer.from(leaf, 'utf8'), at, findings);
  const digests = value === null ? null : shaped<Record<'sha256' | 'sha512', string>>({ ...at, value }, leafShape, findings);
  for (const name of ['sha256', 'sha512'] as const)
    if (digests && digests[name] !== salted(name, Buffer.from(salt, 'hex'), payload))
      findings.fault(within(at, name), '不是该内容的摘要。', 'Is not the digest of the payload.');
}

/** The entry with this payload is that of the receipted act, and of no other. */
export function checkLogged(receipt: BidReceipt, text: string, at: Place, findings: Findings): void {
  const value = read(Buffer.from(text, 'utf8'), at, findings);
  const logged = value === null ? null : shaped<Logged>({ ...at, value }, loggedShape, findings);
  if (!logged) return;
  const { recordedAt, tenderId, subject, payload } = logged;
  const pairs: [string, unknown, unknown][] = [
    ['subject/id', subject.id, receipt.id],
    ['tenderId', tenderId, receipt.tenderId],
    ['recordedAt', recordedAt, receipt.receivedAt],
    ['payload/action', payload.action ?? receipt.action, receipt.action],
    ['payload/ciphertextSha256', payload.ciphertextSha256 ?? null, receipt.ciphertextSha256],
    ['payload/bytes', payload.bytes ?? null, receipt.bytes],
  ];
  for (const [name, logged, said] of pairs)
    if (logged !== said) findings.fault(within(at, ...name.split('/')), '与回执不符。', 'Is not that of the receipt.');
}

function read(bytes: Buffer, place: Place, findings: Findings): unknown {
  try {
    return parseJsonBody(bytes);
  } catch {
    findings.fault(place, '不是JSON。', 'Is no JSON.');
    return null;
  }
}
