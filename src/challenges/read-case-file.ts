import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { isOfReviewBody, requireReviewer } from './advance-complaint.js';
import {
  assistantOf,
  contentOf,
  disclosureOf,
  fileOf,
  pageOfAccesses,
  pageOfAssistants,
  pageOfDisclosures,
  type AccessAnswer,
  type FileItem,
} from './case-file.queries.js';
import { sideOfComplaint } from './case-parties.js';
import type { CaseAccess, CaseAssistant, CaseDisclosure } from './case-file.entity.js';
import { Complaint } from './complaint.entity.js';
import { ReadChallenges } from './read-challenges.js';
import { recordAccesses } from './record-accesses.js';

export interface ItemAnswer extends Pick<FileItem, 'ref' | 'kind' | 'at'> {
  content: unknown;
}

/** The case file (案卷): its index for the parties and the authority, its items for whom they are open to, and who has read them. */
@Injectable()
export class ReadCaseFile {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly cases: ReadChallenges,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Refusal 404 for a stranger. */
  async index(actor: Actor, id: string): Promise<{ items: FileItem[]; next: null }> {
    const { complaint } = await this.cases.caseFor(actor, id);
    return { items: await fileOf(this.reads, complaint), next: null };
  }

  /** Throws Refusal 404 for a stranger, and for an item that is not open to the caller; LawRefusal as `requireReviewer` does, `complaint.declaration-missing`. */
  async item(actor: Actor, id: string, ref: string): Promise<ItemAnswer> {
    const complaint = await this.complaint(id);
    const capacity = await this.capacityOf(actor, complaint, ref);
    const [item] = await fileOf(this.reads, complaint, ref);
    const side = capacity === 'party' ? this.sideIn(actor, complaint) : null;
    if (!item || (side !== null && !item.openTo.includes(side))) throw unknownResource();
    const own = item.ownerId !== null && item.ownerId === actor.organizationId;
    const onRecord = capacity === 'translator' || capacity === 'expert' || (item.confidential && !own);
    if (onRecord) await recordAccesses(this.unitOfWork, actor, complaint, [{ item: ref, ownerId: item.ownerId, capacity }]);
    const { kind, at } = item;
    return { ref, kind, at, content: await contentOf(this.reads, complaint, item) };
  }

  /** A party sees what was disclosed to it, a reviewer all. Refusal 404 for a stranger. */
  async disclosures(actor: Actor, id: string, query: PageQuery): Promise<Page<Omit<CaseDisclosure, 'text'>>> {
    const { complaint } = await this.cases.caseFor(actor, id);
    return pageOfDisclosures(this.reads, id, this.ownerAs(actor, complaint), query);
  }

  /** Its text; each reading by the party is on record. Refusal 404 for whom it was not disclosed to. */
  async disclosure(actor: Actor, id: string, disclosureId: string): Promise<CaseDisclosure> {
    const { complaint } = await this.cases.caseFor(actor, id);
    const disclosure = await disclosureOf(this.reads, id, disclosureId);
    const party = this.ownerAs(actor, complaint);
    if (!disclosure || (party !== null && disclosure.organizationId !== party)) throw unknownResource();
    if (party === null) return disclosure;
    const [item] = await fileOf(this.reads, complaint, disclosure.item);
    const access = { item: disclosure.item, ownerId: item?.ownerId ?? null, capacity: 'party' as const };
    await recordAccesses(this.unitOfWork, actor, complaint, [access]);
    return disclosure;
  }

  /** A party sees who read its own items; a reviewer of the case, a supervisor and an auditor see all. Refusal 404 for a stranger. */
  async accesses(actor: Actor, id: string, query: PageQuery): Promise<Page<AccessAnswer>> {
    if (actor.roles.includes('supervisor') || actor.roles.includes('auditor')) {
      await this.complaint(id);
      return pageOfAccesses(this.reads, id, null, query);
    }
    const { complaint } = await this.cases.caseFor(actor, id);
    return pageOfAccesses(this.reads, id, this.ownerAs(actor, complaint), query);
  }

  /** Refusal 404 for a stranger. */
  async assistants(actor: Actor, id: string, query: PageQuery): Promise<Page<CaseAssistant>> {
    await this.cases.caseFor(actor, id);
    return pageOfAssistants(this.reads, id, query);
  }

  private async complaint(id: string): Promise<Complaint> {
    const complaint = await this.dataSource.manager.findOneBy(Complaint, { id });
    if (!complaint) throw unknownResource();
    return complaint;
  }

  private sideIn(actor: Actor, complaint: Complaint): 'complainant' | 'procurer' | null {
    const side = sideOfComplaint(actor, complaint);
    return side === 'supplier' ? 'complainant' : side;
  }

  /** The party's organisation; null for the authority, which sees everybody's. */
  private ownerAs(actor: Actor, complaint: Complaint): string | null {
    return isOfReviewBody(actor, complaint) ? null : actor.organizationId;
  }

  private async capacityOf(actor: Actor, complaint: Complaint, ref: string): Promise<CaseAccess['capacity']> {
    if (this.sideIn(actor, complaint) !== null) return 'party';
    if (isOfReviewBody(actor, complaint)) {
      await requireReviewer(this.reads, actor, complaint);
      return 'reviewer';
    }
    const assistant = await assistantOf(this.reads, complaint.id, actor.personId);
    if (!assistant?.items.includes(ref)) throw unknownResource();
    if (assistant.conflict === null) throw new LawRefusal([breach('complaint.declaration-missing')]);
    return assistant.capacity;
  }
}
