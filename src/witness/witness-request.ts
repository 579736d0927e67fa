import { hashOf, parseCheckpoint, wholeNumber, type SignedCheckpoint } from '../log/checkpoint.js';

/** The body of C2SP tlog-witness `add-checkpoint`. */
export interface WitnessRequest {
  old: number;
  proof: Buffer[];
  checkpoint: SignedCheckpoint;
}

const proofMax = 63;

/** Null for what is not such a body. */
export function parseWitnessRequest(body: string): WitnessRequest | null {
  const at = body.indexOf('\n\n');
  if (at < 0) return null;
  const [first = '', ...lines] = body.slice(0, at).split('\n');
  const old = first.startsWith('old ') ? wholeNumber(first.slice('old '.length)) : null;
  const proof = lines.map(hashOf);
  const checkpoint = parseCheckpoint(body.slice(at + 2));
  if (old === null || checkpoint === null || proof.length > proofMax) return null;
  return proof.every((one) => one !== null) ? { old, proof, checkpoint } : null;
}
