import { tlogProofHeader } from '../archive/tlog-proof-lines.js';
import { hashOf, parseCheckpoint, wholeNumber, type SignedCheckpoint } from './checkpoint.js';

/** C2SP tlog-proof: where an entry stands, and what proves it, for whoever has no connection. */
export interface TlogProof {
  /** Nobody has signed this. */
  extra: Buffer | null;
  index: number;
  hashes: Buffer[];
  checkpoint: SignedCheckpoint;
}

const hashesMax = 63;

/** Null for what is no such proof. */
export function parseTlogProof(text: string): TlogProof | null {
  const at = text.indexOf('\n\n');
  if (at < 0) return null;
  const [header, ...lines] = text.slice(0, at).split('\n');
  const given = lines[0]?.startsWith('extra ') ? (lines.shift() as string).slice('extra '.length) : null;
  const extra = given === null ? null : Buffer.from(given, 'base64');
  if (header !== tlogProofHeader || (extra && extra.toString('base64') !== given)) return null;
  const [, number = ''] = /^index (\d+)$/.exec(lines.shift() ?? '') ?? [];
  const index = wholeNumber(number);
  const hashes = lines.map(hashOf);
  const checkpoint = parseCheckpoint(text.slice(at + 2));
  if (index === null || checkpoint === null || hashes.length > hashesMax) return null;
  return hashes.every((one) => one !== null) ? { extra, index, hashes, checkpoint } : null;
}
