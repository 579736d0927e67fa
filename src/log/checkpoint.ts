import { parseNote, type Note } from './signed-note.js';
import type { TreeHead } from '../archive/consistency.js';

/** C2SP tlog-checkpoint: which log, how many leaves, which root. */
export interface Checkpoint extends TreeHead {
  origin: string;
}

/** A number as these formats write it: decimal, no zero before it, and one that a double holds. Null for any other. */
export function wholeNumber(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  return Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

/** 32 octets in base64, written the one way there is; null for anything else. */
export function hashOf(base64: string): Buffer | null {
  const hash = Buffer.from(base64, 'base64');
  return hash.length === 32 && hash.toString('base64') === base64 ? hash : null;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** The text of a checkpoint, without its signatures; null for what is none. Lines beyond the third are allowed and mean nothing here. */
export function parseCheckpointText(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin = '', count = '', base64 = '', ...more] = text.slice(0, -1).split('\n');
  const [size, root] = [wholeNumber(count), hashOf(base64)];
  if (origin === '' || size === null || root === null || more.includes('')) return null;
  return { origin, size, root };
}

export interface SignedCheckpoint extends Checkpoint {
  note: Note;
}

/** A whole checkpoint, as it is served. What it says counts only once its signature has been verified. */
export function parseCheckpoint(note: string): SignedCheckpoint | null {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpointText(parsed.text);
  return checkpoint && { ...checkpoint, note: parsed };
}
