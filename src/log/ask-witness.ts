import type { TreeHead } from '../archive/consistency.js';
import { wholeNumber } from './checkpoint.js';
import { parseNote, parseSignatureLine, signatureLine, signedBy, type VerifierKey } from './signed-note.js';

export interface Witness {
  url: string;
  key: VerifierKey;
}

/** What a witness said. `conflict`: it has cosigned another size. `refused`: it saw another log than this. */
export type WitnessAnswer =
  | { kind: 'cosigned'; line: string }
  | { kind: 'conflict'; size: number }
  | { kind: 'refused'; status: number }
  | { kind: 'away'; why: string };

export interface Asked {
  /** What the log signed. */
  note: string;
  tree: TreeHead;
  /** The size that the witness is thought to have cosigned last, and the proof from there. */
  old: number;
  proof: readonly Buffer[];
}

const answerMsMax = 5_000;
const answerBytesMax = 65_536;

/** C2SP tlog-witness `add-checkpoint`: one request. Never throws for what the other side does. */
export async function askWitness({ url, key }: Witness, { note, old, proof }: Asked): Promise<WitnessAnswer> {
  const body = [`old ${old}`, ...proof.map((one) => one.toString('base64')), '', note].join('\n');
  try {
    const answer = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    });
    const text = await textOf(answer);
    if (answer.status === 200) return cosignatureIn(text, note, key);
    if (answer.status === 409) {
      const size = wholeNumber(text.replace(/\n$/, ''));
      return size === null ? { kind: 'away', why: '409 without a size' } : { kind: 'conflict', size };
    }
    return answer.status === 422 ? { kind: 'refused', status: 422 } : { kind: 'away', why: `answered ${answer.status}` };
  } catch (error) {
    return { kind: 'away', why: (error as Error).name };
  }
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > answerBytesMax) throw new RangeError('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The first line that is this witness's over this checkpoint; lines of others mean nothing. */
function cosignatureIn(text: string, note: string, key: VerifierKey): WitnessAnswer {
  const signed = parseNote(note);
  const lines = text.split('\n').flatMap((line) => parseSignatureLine(line) ?? []);
  const own = lines.find((one) => signed && signedBy({ text: signed.text, signatures: [one] }, key) === 'valid');
  return own ? { kind: 'cosigned', line: signatureLine(own) } : { kind: 'away', why: 'answered without its cosignature' };
}
