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
import { UnitOfWork } from '../platform/unit-of-work.js';
import { requireReviewer } from './advance-complaint.js';
import { fileOf } from './case-file.queries.js';
import { Complaint } from './complaint.entity.js';
import { recordAccesses, type Access } from './record-accesses.js';

/** What a reviewer (审查人员) reads of the procurement it reviews: the opened bids and their evaluation, of the tender complained of and no other. Each reading is on record. */
@Injectable()
export class ReadEvidence {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly awards: ReadAwards,
    private readonly documents: ReadOpenedDocument,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Empty before the opening. Throws Refusal 404 for a stranger, LawRefusal `complaint.reviewer-conflicted`. */
  async bids(actor: Actor, complaintId: string, query: PageQuery): Promise<Page<EvaluatedBid>> {
    const complaint = await this.caseOf(actor, complaintId);
    const page = await this.awards.bidsOf(complaint.tenderId, query);
    await this.read(
      actor,
      complaint,
      page.items.map((one) => ({ item: `bid:${one.id}`, ownerId: one.supplierId })),
    );
    return page;
  }

  /** A document of an opened bid. Throws as `bids` does, and as `ReadOpenedDocument` does. */
  async document(
    actor: Actor,
    complaintId: string,
    document: DocumentOfBid,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const complaint = await this.caseOf(actor, complaintId);
    const file = await this.documents.send(actor, complaint.tenderId, document, range, reply);
    const [bid] = await fileOf(this.reads, complaint, `bid:${document.bidId}`);
    await this.read(actor, complaint, [{ item: `bid:${document.bidId}`, ownerId: bid?.ownerId ?? null }]);
    return file;
  }

  /** Throws as `bids` does, and Refusal 404 before the first report. */
  async report(actor: Actor, complaintId: string): Promise<ReportAnswer> {
    const complaint = await this.caseOf(actor, complaintId);
    const report = await this.awards.reportOf(complaint.tenderId);
    await this.read(actor, complaint, [{ item: `report:${report.id}`, ownerId: complaint.procurerId }]);
    return report;
  }

  private async caseOf(actor: Actor, complaintId: string): Promise<Complaint> {
    const complaint = await this.dataSource.manager.findOneBy(Complaint, { id: complaintId });
    if (!complaint) throw unknownResource();
    await requireReviewer(this.reads, actor, complaint);
    return complaint;
  }

  private read(actor: Actor, complaint: Complaint, items: readonly Omit<Access, 'capacity'>[]): Promise<void> {
    const accesses = items.map((one) => ({ ...one, capacity: 'reviewer' as const }));
    return recordAccesses(this.unitOfWork, actor, complaint, accesses);
  }
}
