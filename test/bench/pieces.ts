import { createHash } from 'node:crypto';
import { sealBid } from '../../src/bids/seal.js';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { categories, type Data } from './data.js';
import type { Issuer } from './issuer.js';
import { targets, type Options } from './options.js';

/** `rush`: all bids of a measurement on one tender, as in the last minutes before a deadline; `submit`: each on another one. */
export const works = ['list', 'read', 'submit', 'rush'] as const;
export type Work = (typeof works)[number];

export interface ListPiece {
  kind: 'list';
  category: string;
  after: string;
}

export interface ReadPiece {
  kind: 'read';
  id: string;
}

export interface BidPiece {
  kind: 'bid';
  tenderId: string;
  subject: string;
  token: string;
  key: string;
  file: Buffer;
  sha256: Buffer;
  sha512: Buffer;
}

/** One unit of work: one request, or the statements it stands for. */
export type Piece = ListPiece | ReadPiece | BidPiece;

export const pageSize = 50;
const realBids = 32;
/** Prime, so that the tenders asked for one after the other lie far apart. */
const stride = 7_919;

/** Hands out work; no bid twice, so that each is a first submission of a file nobody has sent yet. */
export interface Supply {
  take(work: Work): Piece[];
  bidBytes: number;
}

export async function makeSupply(data: Data, issuer: Issuer, options: Options): Promise<Supply> {
  const files = await sealedBids(data);
  const tokens = await Promise.all(data.bidders.map(({ subject }) => issuer.tokenOf(subject, 'supplier')));
  const hot = targets.length * (options.rounds + 1);
  const spread = data.tenders.slice(0, -hot);
  const rushes = data.tenders.slice(-hot);
  const next = { list: 0, read: 0, submit: 0, bid: 0 };
  const bid = (tenderId: string, bidder: number): BidPiece => {
    const file = distinct(files[next.bid % files.length] as Buffer, (next.bid += 1));
    const hash = (name: string): Buffer => createHash(name).update(file).digest();
    const { subject } = data.bidders[bidder] as { subject: string };
    return {
      ...{ kind: 'bid', tenderId, subject, token: tokens[bidder] as string, key: `bench-${next.bid}`, file },
      ...{ sha256: hash('sha256'), sha512: hash('sha512') },
    };
  };
  const makers: Record<Work, () => Piece[]> = {
    list: () => times(options.lists, () => listAt(data, (next.list += 1))),
    read: () => times(options.reads, () => ({ kind: 'read', id: at(data.tenders, (next.read += stride)) })),
    submit: () => times(options.submissions, () => bid(...pairAt(spread, data.bidders.length, next.submit++))),
    rush: () => {
      const tender = rushes.pop() as string;
      return times(options.submissions, (index) => bid(tender, index));
    },
  };
  return { take: (work) => makers[work](), bidBytes: (files[0] as Buffer).length };
}

/** The nth pair of a tender and a bidder, neighbours on different tenders, no pair twice. */
function pairAt(tenders: readonly string[], bidders: number, number: number): [string, number] {
  const lap = Math.floor(number / tenders.length);
  if (lap >= bidders) throw new RangeError('every supplier has bid in every tender');
  return [at(tenders, number), ((number % tenders.length) + lap) % bidders];
}

/** Pages of one category that begin anywhere but in the oldest tenth. */
function listAt(data: Data, number: number): ListPiece {
  const recent = data.tenders.slice(Math.floor(data.tenders.length / 10));
  return { kind: 'list', category: categories[number % categories.length] as string, after: at(recent, number * stride) };
}

/** Real bids, sealed twice: what a bidder's browser sends. */
async function sealedBids({ recipients, tenders }: Data): Promise<Buffer[]> {
  const offer = offers[0] as (typeof offers)[number];
  const text = '整机含三年全保，八小时内到场维修，软件终身免费升级，医师及技师各培训两周。'.repeat(14);
  const files: Buffer[] = [];
  for (let index = 0; index < realBids; index += 1) {
    const payload = payloadOf(at(tenders, index), { ...offer, price: `${9_800_000 + index}.00` });
    files.push(Buffer.from(await sealBid({ ...payload, answers: { quality: text } }, recipients.A, recipients.B)));
  }
  return files;
}

/** Another file of the same shape and length: the header stays, the last bytes of the ciphertext change. */
function distinct(file: Buffer, number: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeBigUInt64BE(BigInt(number), copy.length - 8);
  return copy;
}

function at<Item>(all: readonly Item[], number: number): Item {
  return all[number % all.length] as Item;
}

function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
