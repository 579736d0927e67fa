import { Refusal } from '../platform/refusal.js';
import { breach, type Bilingual, type Breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import { BidFault, brief, contentFault, invalidContent } from './bid-fault.js';
import { faultOfDocuments } from './bid-documents.js';
import type { BidContent, BidPayload } from './bid-payload.dto.js';
import { parsePayload, type AnyContent, type AnyPayload, type Contents } from './envelope-forms.js';
import { Octets } from './octets.js';
import type { BidDefect } from './opened-bid.entity.js';
import { SealFault, type LayerFault } from './seal.js';
import { tarEntries, type TarEntry } from './tar-reader.js';

/** Whose sealed bid it is, and for what. */
export interface BidOf {
  /** Null where it is read by its own bidder, who knows. */
  tenderId: string | null;
  supplierId: string | null;
  /** What the file is to be, a bid in one envelope where nothing is said; null where its own format tells. */
  envelope?: Envelope | null;
}

/** A document that was taken, wherever to. */
export interface Taken {
  sha256: string;
  bytes: number;
}

/** Where the documents go as they come. Throws what stops the opening: a disk that is full is no fault of the bidder's. */
export interface DocumentSink<File extends Taken> {
  take(content: AsyncIterable<Uint8Array>, listed: Taken & { name: string }): Promise<File>;
  /** What was taken of a bid that turned out to be defective. */
  drop(file: File): Promise<void>;
}

export type ReadPayload<File, Of extends Envelope = 'bid'> = { content: Contents[Of]; files: File[] } | { defect: BidDefect };

/** A bid without its documents is no longer than this, and one that carries them in its JSON neither. */
export const jsonBytesMax = 8 * 1024 * 1024;

/**
 * Reads what the two layers hold while it is decrypted, as strictly as a request's body; the documents of a tar pass through and are never in memory.
 * Every fault of the bidder becomes a defect, and nothing is kept of that bid. Throws what the sink throws, and what is no bidder's fault.
 */
export async function readPayload<File extends Taken, Of extends Envelope = 'bid'>(
  plain: AsyncIterable<Uint8Array>,
  bid: BidOf & { envelope?: Of | null },
  sink: DocumentSink<File>,
): Promise<ReadPayload<File, Of>> {
  const octets = new Octets(plain);
  const files: File[] = [];
  try {
    const content = (await beginsAsJson(octets))
      ? await readJson(octets, bid, sink, files)
      : await readTar(octets, bid, sink, files);
    return { content: content as Contents[Of], files };
  } catch (error) {
    for (const file of files) await sink.drop(file);
    if (error instanceof BidFault) return byBidder(error.breach);
    if (error instanceof SealFault) return byBidder(layerBreach(error.layer, error.fault));
    throw error;
  } finally {
    await octets.close();
  }
}

export function byBidder(found: Breach): { defect: BidDefect } {
  return { defect: { cause: 'bidder', breach: found } };
}

/** The stored file is gone or is not the one that was received: not the bidder's doing. */
export function storageDefect(ciphertextSha256: string): { defect: BidDefect } {
  return { defect: { cause: 'platform', breach: breach('bid.digest-mismatch', { ciphertextSha256 }) } };
}

/** The same sealed file, or one made from it, was received from another supplier before. */
export function copiedBid(): { defect: BidDefect } {
  return byBidder(
    invalidContent({
      zh: '该密封文件是另一供应商先前提交的密封文件或由其改成',
      en: 'the sealed file is one that another supplier handed in before, or is made from it',
    }),
  );
}

/** Passes over the spaces before it. */
async function beginsAsJson(octets: Octets): Promise<boolean> {
  for (;;) {
    const [first] = await octets.peek();
    if (first !== 0x20 && first !== 0x09 && first !== 0x0a && first !== 0x0d) return first === 0x7b;
    await octets.some(1);
  }
}

async function readJson<File extends Taken>(
  octets: Octets,
  bid: BidOf,
  sink: DocumentSink<File>,
  files: File[],
): Promise<AnyContent> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await octets.some(Infinity); part.length > 0; part = await octets.some(Infinity)) {
    bytes += part.length;
    if (bytes > jsonBytesMax) throw jsonTooLong();
    parts.push(part);
  }
  const payload = await payloadOf(Buffer.concat(parts), bid, 'string');
  const documents: BidContent['documents'] = [];
  for (const { name, sha256, bytes: base64 } of payload.documents) {
    const file = Buffer.from(base64 as string, 'base64');
    documents.push(await takeDocument([file], { name, sha256, bytes: file.length }, sink, files));
  }
  return { ...payload, documents };
}

async function readTar<File extends Taken>(
  octets: Octets,
  bid: BidOf,
  sink: DocumentSink<File>,
  files: File[],
): Promise<AnyContent> {
  const entries = tarEntries(octets);
  const first = await entries.next();
  if (first.done || first.value.name !== 'bid.json')
    throw contentFault('tar中的第一个文件不是bid.json', 'the first file of the tar is not bid.json');
  const payload = await payloadOf(await jsonOf(first.value), bid, 'number');
  const listed = payload.documents as (Taken & { name: string })[];
  const documents: BidContent['documents'] = [];
  for await (const entry of entries) {
    const one = listed[documents.length];
    if (!one || one.name.normalize('NFC') !== entry.name.normalize('NFC')) {
      throw contentFault(
        `tar中的“${brief(entry.name)}”未按bid.json所列次序列出`,
        `"${brief(entry.name)}" in the tar is not the document that bid.json lists there`,
      );
    }
    if (one.bytes !== entry.bytes)
      throw contentFault(`附件“${one.name}”与所列长度不符`, `the document "${one.name}" does not have the length that is listed`);
    documents.push(await takeDocument(entry.content, one, sink, files));
  }
  const missing = listed[documents.length];
  if (missing) throw contentFault(`缺少附件“${missing.name}”`, `the document "${missing.name}" is missing`);
  return { ...payload, documents };
}

async function jsonOf({ bytes, content }: TarEntry): Promise<Buffer> {
  if (bytes > jsonBytesMax) throw jsonTooLong();
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

async function takeDocument<File extends Taken>(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  listed: Taken & { name: string },
  sink: DocumentSink<File>,
  files: File[],
): Promise<BidContent['documents'][number]> {
  const { name, sha256, bytes } = listed;
  const file = await sink.take(content as AsyncIterable<Uint8Array>, listed);
  files.push(file);
  if (file.sha256 !== sha256) throw contentFault(`附件“${name}”与其摘要不符`, `the document "${name}" does not match its digest`);
  return { name, sha256, bytes };
}

/** `lengths`: how the documents say their length, by their bytes in base64 or as a number. */
async function payloadOf(json: Buffer, bid: BidOf, lengths: 'string' | 'number'): Promise<AnyPayload> {
  const payload = await parsePayload(json, bid.envelope).catch((error: unknown) => {
    throw error instanceof Refusal ? new BidFault(invalidContent(reasonOf(error))) : error;
  });
  const misplaced = breachOfPlace(payload, bid);
  if (misplaced) throw new BidFault(misplaced);
  const at = payload.documents.findIndex((one) => typeof one.bytes !== lengths);
  if (at !== -1) {
    throw lengths === 'number'
      ? contentFault(
          `#/documents/${at}/bytes 应为附件的字节数`,
          `#/documents/${at}/bytes is to be the document's length in octets`,
        )
      : contentFault(`#/documents/${at}/bytes 应为附件的base64`, `#/documents/${at}/bytes is to be the document in base64`);
  }
  const fault = faultOfDocuments(payload.documents);
  if (fault) throw contentFault(fault.zh, fault.en);
  return payload;
}

function breachOfPlace(payload: AnyPayload, bid: BidOf): Breach | null {
  if (bid.tenderId !== null && payload.tenderId !== bid.tenderId)
    return breach('bid.wrong-tender', { tenderId: payload.tenderId });
  if ('price' in payload && pricesAreMixed(payload))
    return invalidContent({ zh: '单价与报价的货币不一致', en: 'the unit prices are in another currency than the price' });
  if (payload.supplierId === undefined || bid.supplierId === null || payload.supplierId === bid.supplierId) return null;
  return invalidContent({
    zh: '文件所载投标人不是提交文件的组织',
    en: 'the bidder it names is not the organisation that handed it in',
  });
}

function pricesAreMixed({ items, price }: Pick<BidPayload, 'items' | 'price'>): boolean {
  return items?.some((one) => one.unitPrice.currency !== price.currency) ?? false;
}

/** What is wrong with a bid one of whose layers does not open. */
export function layerBreach(layer: 'outer' | 'inner', fault: LayerFault): Breach {
  const lock = layer === 'outer' ? 'B' : 'A';
  switch (fault) {
    case 'not-age':
      return breach('bid.not-sealed', { layer, lock });
    case 'wrong-recipient':
      return breach('bid.recipients-wrong', { layer, lock });
    case 'header-damaged':
      return invalidContent({ zh: `${lock}锁加密层的文件头已损坏`, en: `the header of lock ${lock}'s layer is damaged` });
    case 'truncated-or-damaged':
      return invalidContent({ zh: `${lock}锁加密层不完整或已损坏`, en: `lock ${lock}'s layer is cut short or damaged` });
  }
}

function jsonTooLong(): BidFault {
  return contentFault('JSON超过8 MiB；附件较大时请使用tar', 'the JSON is longer than 8 MiB; larger documents go into a tar');
}

function reasonOf(refusal: Refusal): Bilingual {
  const first = refusal.errors[0];
  const place = first?.pointer ?? '#';
  const detail = first?.detail ?? refusal.title;
  return { zh: `${place} ${detail.zh}`.replace(/。$/, ''), en: `${place} ${detail.en}`.replace(/\.$/, '') };
}
