import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import { AccessRecovery } from './access-recovery.entity.js';

/** Recoveries of lost accounts, for registrars and auditors. */
@Injectable()
export class ReadAccessRecoveries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(query: PageQuery): Promise<Page<AccessRecovery>> {
    const limit = limitOf(query);
    const found = this.dataSource.getRepository(AccessRecovery).createQueryBuilder('one');
    if (query.after !== undefined) found.where('one.id < :after', { after: query.after });
    const rows = await found
      .orderBy('one.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    return pageOf(rows, limit);
  }

  /** Throws Refusal 404. */
  async one(id: string): Promise<AccessRecovery> {
    const row = await this.dataSource.getRepository(AccessRecovery).findOneBy({ id });
    if (!row) throw unknownResource();
    return row;
  }
}
