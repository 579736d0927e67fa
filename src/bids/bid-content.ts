import { createHash } from 'node:crypto';
import { parseJsonBody } from '../platform/json-body.js';
import { Refusal } from '../platform/refusal.js';
import { validationPipe } from '../platform/validation.js';
import { breach, type Bilingual, type Breach } from '../rules/breach.js';
import { BidPayload, type BidContent } from './bid-payload.dto.js';
import type { BidDefect } from './opened-bid.entity.js';
import type { LayerFault, Opened } from './seal.js';

/** Whose sealed bid it is, and for what. */
export interface BidOf {
  tenderId: string;
  supplierId: string;
}

export type ReadPayload = { content: BidContent; files: Buffer[] } | { defect: BidDefect };

const pipe = validationPipe();

/** Reads what the two layers held, as strictly as a request's body. Every fault is the bidder's and becomes a defect; nothing throws. */
export async function readPayload(opened: Opened, bid: BidOf): Promise<ReadPayload> {
  if (!opened.ok) return byBidder(layerBreach(opened.layer, opened.fault));
  let payload: BidPayload;
  try {
    const json = parseJsonBody(Buffer.from(opened.payload.buffer, opened.payload.byteOffset, opened.payload.byteLength));
    payload = (await pipe.transform(json, { type: 'body', metatype: BidPayload })) as BidPayload;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return byBidder(invalid(reasonOf(error)));
  }
  const misplaced = breachOfPlace(payload, bid);
  if (misplaced) return byBidder(misplaced);
  return withFiles(payload);
}

export function byBidder(found: Breach): { defect: BidDefect } {
  return { defect: { cause: 'bidder', breach: found } };
}

/** The stored file is gone or is not the one that was received: not the bidder's doing. */
export function storageDefect(ciphertextSha256: string): { defect: BidDefect } {
  return { defect: { cause: 'platform', breach: breach('bid.digest-mismatch', { ciphertextSha256 }) } };
}

/** The same sealed file was received from another supplier before. */
export function copiedBid(): { defect: BidDefect } {
  return byBidder(
    invalid({
      zh: '该密封文件与另一供应商先前提交的完全相同',
      en: 'the sealed file is the one another supplier handed in before',
    }),
  );
}

function breachOfPlace(payload: BidPayload, bid: BidOf): Breach | null {
  if (payload.tenderId !== bid.tenderId) return breach('bid.wrong-tender', { tenderId: payload.tenderId });
  const mixed = payload.items?.some((one) => one.unitPrice.currency !== payload.price.currency) ?? false;
  if (mixed) return invalid({ zh: '单价与报价的货币不一致', en: 'the unit prices are in another currency than the price' });
  if (payload.supplierId === undefined || payload.supplierId === bid.supplierId) return null;
  return invalid({ zh: '文件所载投标人不是提交文件的组织', en: 'the bidder it names is not the organisation that handed it in' });
}

function withFiles(payload: BidPayload): ReadPayload {
  const files: Buffer[] = [];
  const documents: BidContent['documents'] = [];
  for (const { name, sha256, bytes } of payload.documents) {
    const file = Buffer.from(bytes, 'base64');
    if (createHash('sha256').update(file).digest('hex') !== sha256) {
      return byBidder(invalid({ zh: `附件“${name}”与其摘要不符`, en: `the document "${name}" does not match its digest` }));
    }
    files.push(file);
    documents.push({ name, sha256, bytes: file.length });
  }
  return { content: { ...payload, documents }, files };
}

function layerBreach(layer: 'outer' | 'inner', fault: LayerFault): Breach {
  const lock = layer === 'outer' ? 'B' : 'A';
  switch (fault) {
    case 'not-age':
      return breach('bid.not-sealed', { layer, lock });
    case 'wrong-recipient':
      return breach('bid.recipients-wrong', { layer, lock });
    case 'header-damaged':
      return invalid({ zh: `${lock}锁加密层的文件头已损坏`, en: `the header of lock ${lock}'s layer is damaged` });
    case 'truncated-or-damaged':
      return invalid({ zh: `${lock}锁加密层不完整或已损坏`, en: `lock ${lock}'s layer is cut short or damaged` });
  }
}

function invalid(reason: Bilingual): Breach {
  return breach('bid.content-invalid', { reason });
}

function reasonOf(refusal: Refusal): Bilingual {
  const first = refusal.errors[0];
  const place = first?.pointer ?? '#';
  const detail = first?.detail ?? refusal.title;
  return { zh: `${place} ${detail.zh}`.replace(/。$/, ''), en: `${place} ${detail.en}`.replace(/\.$/, '') };
}
