import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseJsonBody } from '../platform/json-body.js';
import { cannotRead, CommandFault } from '../platform/command-fault.js';
import { Refusal } from '../platform/refusal.js';
import type { Taken } from './bid-content.js';
import type { BidContent } from './bid-payload.dto.js';
import { checkBid, type BidCheck, type PublicTender } from './check-bid.js';
import { parsePayload } from './envelope-forms.js';
import type { BidDocument } from './pack-bid.js';

/** A bid that can be sealed, once `checks` is empty. */
export interface Prepared {
  tender: PublicTender;
  content: BidContent;
  documents: BidDocument[];
  /** How many of them, the last ones, go with the price where that is opened later. */
  priceDocuments: number;
  checks: BidCheck[];
}

const formBytesMax = 32 * 1024 * 1024;

/** Reads tender, form and documents, and says everything that is wrong with them. Throws CommandFault where one of them is not there. */
export async function prepareBid(
  tenderAt: string,
  formAt: string,
  files: readonly string[],
  priceFiles: readonly string[] = [],
): Promise<Prepared> {
  const tender = await readTender(tenderAt);
  const form = asObject(parsed(await bytesAt(formAt), formAt), formAt);
  const documents: BidDocument[] = [];
  for (const path of [...files, ...priceFiles]) documents.push(await readDocument(path));
  const listed = documents.map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
  const defaults = { format: 'ftz-bid-1', tenderId: tender.id, answers: {}, tradeSecrets: [] };
  const json = Buffer.from(JSON.stringify({ ...defaults, ...form, documents: listed }));
  const content = { ...defaults, ...form, documents: listed } as unknown as BidContent;
  const prepared = { tender, documents, content, priceDocuments: priceFiles.length };
  try {
    await parsePayload(json);
    return { ...prepared, checks: checkBid(tender, content) };
  } catch (error) {
    return { ...prepared, checks: checksOf(error) };
  }
}

function checksOf(error: unknown): BidCheck[] {
  if (!(error instanceof Refusal)) throw error;
  return error.errors.map(({ pointer = '#', detail }) => ({ kind: 'fault' as const, pointer, detail }));
}

/** `GET /v1/tenders/{id}`, from the platform or from a file. */
async function readTender(at: string): Promise<PublicTender> {
  const tender = asObject(parsed(await bytesAt(at), at), at) as Partial<PublicTender>;
  const { id, sealing, criteria, lots, items } = tender;
  if (typeof id === 'string' && [sealing, criteria, lots, items].every(Array.isArray)) return tender as PublicTender;
  throw new CommandFault({ zh: `${at} 不是项目的公开数据。`, en: `${at} is not the public data of a tender.` });
}

/** A file, or what a web address answers. */
export async function bytesAt(at: string): Promise<Buffer> {
  try {
    if (!/^https?:\/\//.test(at)) return await readFile(at);
    const answer = await fetch(at, { headers: { accept: 'application/json' }, redirect: 'error' });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    throw new Error(String(answer.status));
  } catch (error) {
    throw cannotRead(at, error);
  }
}

/** As strictly as the opening reads it. */
export function parsed(bytes: Buffer, at: string): unknown {
  try {
    if (bytes.length <= formBytesMax) return parseJsonBody(bytes);
  } catch (error) {
    const detail = error instanceof Refusal ? error.errors[0]?.detail : undefined;
    if (detail) throw new CommandFault({ zh: `${at}：${detail.zh}`, en: `${at}: ${detail.en}` });
    throw error;
  }
  throw new CommandFault({ zh: `${at} 过大。`, en: `${at} is too large.` });
}

export function asObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CommandFault({ zh: `${at} 不是JSON对象。`, en: `${at} is no JSON object.` });
}

async function readDocument(path: string): Promise<BidDocument> {
  const facts = await factsOf(path);
  return { name: basename(path).normalize('NFC'), ...facts, read: () => createReadStream(path) as AsyncIterable<Buffer> };
}

/** A file as it is read, part by part. Throws CommandFault where it cannot be. */
export async function factsOf(path: string): Promise<Taken> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(part);
      bytes += part.length;
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
  return { sha256: hash.digest('hex'), bytes };
}
