import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import { RegistrarProposal } from './registrar-proposal.entity.js';

/** Who was proposed as a registrar and who decided, for registrars and auditors. */
@Injectable()
export class ReadRegistrarProposals {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(query: PageQuery): Promise<Page<RegistrarProposal>> {
    const limit = limitOf(query);
    const found = this.dataSource.getRepository(RegistrarProposal).createQueryBuilder('one');
    if (query.after !== undefined) found.where('one.id < :after', { after: query.after });
    const rows = await found
      .orderBy('one.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(rows, limit);
  }

  /** Throws Refusal 404. */
  async one(id: string): Promise<RegistrarProposal> {
    const row = await this.dataSource.getRepository(RegistrarProposal).findOneBy({ id });
    if (!row) throw unknownResource();
    return row;
  }
}
