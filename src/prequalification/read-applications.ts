import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import { isBefore } from '../rules/moment.js';
import { requireOwn } from '../tenders/own-tender.js';
import { sendFile } from '../tenders/send-file.js';
import { Tender } from '../tenders/tender.entity.js';
import type { QualifiedQuery } from './application.dto.js';
import {
  documentsOf,
  ownApplication,
  pageOfApplications,
  qualifiedSuppliers,
  standingApplication,
  type ApplicationRow,
  type StandingQualification,
} from './applications.queries.js';
import { presentApplication, type ApplicationAnswer } from './present-application.js';

/**
 * Who reads an application: its supplier at any time; the procuring entity from the deadline on, so that nobody's application helps another
 * supplier's; nobody else.
 */
@Injectable()
export class ReadApplications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly blobs: BlobStore,
  ) {}

  /** Throws Refusal 404 where the caller's organisation never applied. */
  async mine(actor: Actor, tenderId: string): Promise<ApplicationAnswer> {
    const row = actor.organizationId === null ? null : await ownApplication(this.reads, tenderId, actor.organizationId);
    if (!row) throw unknownResource();
    return this.answer(row);
  }

  /** Throws LawRefusal `prequalification.read-too-early`; Refusal 404 for another entity's tender. */
  async list(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<ApplicationAnswer>> {
    await this.requireReadable(actor, tenderId);
    const page = await pageOfApplications(this.reads, tenderId, query);
    return { items: await Promise.all(page.items.map((row) => this.answer(row))), next: page.next };
  }

  /** Throws as list does, and Refusal 404 where no such application stands. */
  async one(actor: Actor, tenderId: string, id: string): Promise<ApplicationAnswer> {
    return this.answer(await this.standing(actor, tenderId, id));
  }

  /** One file of an application, for the procuring entity. Throws as one does. */
  async document(
    actor: Actor,
    tenderId: string,
    ids: { applicationId: string; documentId: string },
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { supplierId } = await this.standing(actor, tenderId, ids.applicationId);
    const file = (await documentsOf(this.reads, tenderId, supplierId)).find((one) => one.id === ids.documentId);
    if (!file) throw unknownResource();
    return sendFile(this.blobs, file, range, reply);
  }

  /** The standing qualifications that the caller may see. */
  qualified(actor: Actor | null, query: QualifiedQuery): Promise<Page<StandingQualification>> {
    return qualifiedSuppliers(this.reads, actor?.organizationId ?? null, query);
  }

  private async answer(row: ApplicationRow): Promise<ApplicationAnswer> {
    return presentApplication(row, await documentsOf(this.reads, row.tenderId, row.supplierId));
  }

  private async standing(actor: Actor, tenderId: string, id: string): Promise<ApplicationRow> {
    await this.requireReadable(actor, tenderId);
    const row = await standingApplication(this.reads, tenderId, id);
    if (!row) throw unknownResource();
    return row;
  }

  private async requireReadable(actor: Actor, tenderId: string): Promise<void> {
    const tender = requireOwn(actor, await this.dataSource.getRepository(Tender).findOneBy({ id: tenderId }));
    const { applicationsCloseAt } = tender;
    if (tender.publishedAt === null || applicationsCloseAt === null) throw unknownResource();
    if (isBefore(await this.reads.now(), applicationsCloseAt))
      throw new LawRefusal([breach('prequalification.read-too-early', { applicationsCloseAt })]);
  }
}
