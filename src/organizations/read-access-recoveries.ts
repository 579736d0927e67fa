import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pageNewestFirst } from '../platform/newest-first.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import { AccessRecovery } from './access-recovery.entity.js';

/** Recoveries of lost accounts, for registrars and auditors. */
@Injectable()
export class ReadAccessRecoveries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  list(query: PageQuery): Promise<Page<AccessRecovery>> {
    return pageNewestFirst(this.dataSource.getRepository(AccessRecovery).createQueryBuilder('one'), query);
  }

  /** Throws Refusal 404. */
  async one(id: string): Promise<AccessRecovery> {
    const row = await this.dataSource.getRepository(AccessRecovery).findOneBy({ id });
    if (!row) throw unknownResource();
    return row;
  }
}
