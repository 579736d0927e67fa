import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pageNewestFirst } from '../platform/newest-first.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import { RegistrarProposal } from './registrar-proposal.entity.js';

/** Who was proposed as a registrar and who decided, for registrars and auditors. */
@Injectable()
export class ReadRegistrarProposals {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  list(query: PageQuery): Promise<Page<RegistrarProposal>> {
    return pageNewestFirst(this.dataSource.getRepository(RegistrarProposal).createQueryBuilder('one'), query);
  }

  /** Throws Refusal 404. */
  async one(id: string): Promise<RegistrarProposal> {
    const row = await this.dataSource.getRepository(RegistrarProposal).findOneBy({ id });
    if (!row) throw unknownResource();
    return row;
  }
}
