import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { EvaluatedBid } from '../awards/awards.queries.js';
import { ReadAwards, type ReportAnswer } from '../awards/read-awards.js';
import { ReadOpenedDocument, type DocumentOfBid } from '../awards/read-opened-document.js';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { requireReviewer } from './advance-complaint.js';
import { Complaint } from './complaint.entity.js';

/** What a reviewer (审查人员) reads of the procurement it reviews: the opened bids and their evaluation, of the tender complained of and no other. */
@Injectable()
export class ReadEvidence {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly awards: ReadAwards,
    private readonly documents: ReadOpenedDocument,
  ) {}

  /** Empty before the opening. Throws Refusal 404 for a stranger, LawRefusal `complaint.reviewer-conflicted`. */
  async bids(actor: Actor, complaintId: string, query: PageQuery): Promise<Page<EvaluatedBid>> {
    return this.awards.bidsOf(await this.tenderOf(actor, complaintId), query);
  }

  /** A document of an opened bid. Throws as `bids` does, and as `ReadOpenedDocument` does. */
  async document(
    actor: Actor,
    complaintId: string,
    document: DocumentOfBid,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.documents.send(actor, await this.tenderOf(actor, complaintId), document, range, reply);
  }

  /** Throws as `bids` does, and Refusal 404 before the first report. */
  async report(actor: Actor, complaintId: string): Promise<ReportAnswer> {
    return this.awards.reportOf(await this.tenderOf(actor, complaintId));
  }

  private async tenderOf(actor: Actor, complaintId: string): Promise<string> {
    const complaint = await this.dataSource.manager.findOneBy(Complaint, { id: complaintId });
    if (!complaint) throw unknownResource();
    await requireReviewer(this.reads, actor, complaint);
    return complaint.tenderId;
  }
}
