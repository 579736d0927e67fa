import type { KeyObject } from 'node:crypto';
import { isConsistent } from '../archive/consistency.js';
import { cosignText, signatureLine, signedBy, type NoteSignature, type VerifierKey } from '../log/signed-note.js';
import { parseWitnessRequest } from './witness-request.js';
import type { WitnessStore } from './witness-store.js';

export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  type: string;
  body: string;
}

export interface WitnessFacts {
  key: VerifierKey;
  privateKey: KeyObject;
  /** Whose checkpoints are cosigned: one or more keys of each origin. */
  logs: readonly VerifierKey[];
  store: WitnessStore;
  seconds(): bigint;
}

const plain = 'text/plain; charset=utf-8';

/**
 * C2SP tlog-witness `add-checkpoint`, from the first look to the disk without a pause, so that no other request comes between. What was not kept is
 * not answered.
 */
export function addCheckpoint({ key, privateKey, logs, store, seconds }: WitnessFacts, body: string): WitnessAnswer {
  const request = parseWitnessRequest(body);
  if (request === null) return refusal(400, 'not a request of add-checkpoint');
  const { old, proof, checkpoint } = request;
  const { origin, note, size } = checkpoint;
  const known = logs.filter((one) => one.name === origin);
  if (known.length === 0) return refusal(404, 'unknown log');
  const signed = known.map((one) => ({ one, by: signedBy(note, one) }));
  const valid = signed.filter(({ by }) => by === 'valid').map(({ one }) => one);
  if (valid.length === 0 || signed.some(({ by }) => by === 'wrong')) return refusal(403, 'not signed by the log');
  if (old > size) return refusal(400, 'the old size is larger than the new one');
  const last = store.last(origin);
  if (old !== last.size) return { status: 409, type: 'text/x.tlog.size', body: `${last.size}\n` };
  if (!isConsistent(last, checkpoint, proof)) return refusal(422, 'not a later state of the log that was cosigned');
  const line = cosignText(note.text, seconds(), key, privateKey);
  store.keep(
    origin,
    `${note.text}\n${note.signatures
      .filter((one) => isOf(one, valid))
      .map(signatureLine)
      .join('')}${line}`,
  );
  return { status: 200, type: plain, body: line };
}

function isOf({ name, keyId }: NoteSignature, keys: readonly VerifierKey[]): boolean {
  return keys.some((key) => key.name === name && key.keyId === keyId);
}

function refusal(status: 400 | 403 | 404 | 422, why: string): WitnessAnswer {
  return { status, type: plain, body: `${why}\n` };
}
