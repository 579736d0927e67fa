import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canonicalJson } from '../platform/audit-leaf.js';
import { BlobStore } from '../platform/blob-store.js';
import { Refusal, unknownResource } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { microsOf } from '../rules/moment.js';
import { retentionOf, type Retention } from './archive.queries.js';
import { Bag, type SentBag } from './bag.js';
import { documentsOf, putDocuments, type BundledDocument } from './bundle-documents.js';
import { awaitSequencing, putEntries, rootOver, type ListedAct } from './bundle-entries.js';
import { bundlePage } from './bundle-page.js';
import { putProofs, type BundledCheckpoint } from './bundle-proofs.js';
import { NamedIds, putParties, putRecords } from './bundle-records.js';
import { putSeals } from './bundle-seals.js';
import { putNotices, putOpenings, putReceipts } from './bundle-signed.js';
import type { SignedRoot } from './read-archive.js';
import { rowKeys } from './row-keys.js';
import { SequenceEntries } from './sequence-entries.js';
import { atOneMoment, type Snapshot } from './snapshot.js';

export const bundleFormat = 'ftz-bundle-1';
export const bundleSignatureFormat = 'ftz-bundle-signature-1';

/** `data/bundle.json`: what the bundle is of, and the root that its proofs lead to. */
export interface BundleFacts extends Retention {
  format: typeof bundleFormat;
  tenderId: string;
  referenceNumber: string;
  title: { zh: string; en?: string };
  state: string;
  log: SignedRoot;
  /** Null where none over the bundle had been signed when it was made: then there are no proofs of receipts. */
  checkpoint: BundledCheckpoint | null;
  /** Files that the rows name and the store no longer has. */
  missing: string[];
}

export interface BuiltBundle {
  name: string;
  bag: SentBag;
  facts: BundleFacts;
}

const tries = 5;

type Taken = { facts: Omit<BundleFacts, 'missing'>; acts: ListedAct[]; documents: BundledDocument[] };

/** The whole record of one procurement as one file that checks itself; the same state gives the same bytes. */
@Injectable()
export class BuildBundle {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sequencer: SequenceEntries,
    private readonly blobs: BlobStore,
    private readonly keys: SigningKeys,
  ) {}

  /** Throws Refusal 404 for an unknown tender, 503 while its acts come faster than the log takes them. Whoever gets it reads it to its end, or leaves. */
  async run(tenderId: string): Promise<BuiltBundle> {
    const bag = new Bag(this.blobs);
    try {
      const { facts: taken, acts, documents } = await this.take(bag, tenderId);
      const missing = await putDocuments(bag, this.blobs, documents);
      const facts = { ...taken, missing };
      await bag.put('data/keys.json', `${canonicalJson(this.keys.publicKeys())}\n`);
      await bag.put('data/bundle.json', `${canonicalJson(facts)}\n`);
      await bag.put('data/index.html', bundlePage(facts, acts, bag.payload));
      await bag.seal(infoOf(facts), (manifests) => this.signed(facts, manifests));
      const name = `${facts.referenceNumber}`;
      return { name, bag: bag.send(name, Number((microsOf(facts.log.recordedAt) ?? 0n) / 1_000_000n)), facts };
    } catch (error) {
      await bag.remove();
      throw error;
    }
  }

  /** What the database has, all of one moment at which every act has its place in the log. */
  private async take(bag: Bag, tenderId: string): Promise<Taken> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      await this.sequencer.run();
      const taken = await atOneMoment(this.dataSource, async (snapshot) => {
        if (!(await retentionOf(snapshot, tenderId))) throw unknownResource();
        return (await awaitSequencing(snapshot, tenderId)) ? null : this.fill(bag, snapshot, tenderId);
      });
      if (taken) return taken;
    }
    throw new Refusal(503, 'not-yet', {
      zh: '该项目正有行为写入日志，请稍后再试。',
      en: 'Acts of this procurement are on their way into the log; try again shortly.',
    });
  }

  private async fill(bag: Bag, snapshot: Snapshot, tenderId: string): Promise<Taken> {
    const [tender] = await snapshot.query<Pick<BundleFacts, 'referenceNumber' | 'title' | 'state' | 'endedOn' | 'retainUntil'>>(
      `SELECT reference_number AS "referenceNumber", title, state, ended_on AS "endedOn", retain_until AS "retainUntil" FROM tenders WHERE id = $1`,
      [tenderId],
    );
    if (!tender) throw unknownResource();
    const ids = new NamedIds(await rowKeys(snapshot));
    const root = await rootOver(snapshot, tenderId);
    const acts = await putEntries(bag, snapshot, tenderId, root.size, ids);
    await putRecords(bag, snapshot, tenderId, ids);
    await putParties(bag, snapshot, ids);
    await putSeals(bag, snapshot, tenderId, ids);
    await putNotices(bag, snapshot, tenderId);
    await putOpenings(bag, snapshot, tenderId);
    await putReceipts(bag, snapshot, tenderId, this.keys);
    const checkpoint = await putProofs(bag, snapshot, tenderId, root.size);
    const { recordedAt, root: hash, size } = root;
    const log = { ...root, ...this.keys.signJson({ recordedAt, root: hash, size }) };
    const facts = { format: bundleFormat, tenderId, ...tender, log, checkpoint } as const;
    return { facts, acts, documents: await documentsOf(snapshot, tenderId) };
  }

  private signed({ tenderId, log }: BundleFacts, manifests: Record<string, string>): string {
    const statement = { format: bundleSignatureFormat, tenderId, recordedAt: log.recordedAt, manifests };
    return `${canonicalJson({ ...statement, ...this.keys.signJson(statement) })}\n`;
  }
}

function infoOf({ referenceNumber, title, log, tenderId }: BundleFacts): (readonly [string, string])[] {
  return [
    ['External-Description', `${title.zh}${title.en === undefined ? '' : ` / ${title.en}`}`],
    ['External-Identifier', referenceNumber],
    ['Internal-Sender-Identifier', tenderId],
    ['Bagging-Date', log.recordedAt.slice(0, 10)],
  ];
}
