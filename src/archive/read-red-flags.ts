import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pageNewestFirst } from '../platform/newest-first.js';
import type { Page } from '../platform/paging.js';
import { unknownResource } from '../platform/refusal.js';
import type { RedFlagQuery } from './red-flag.dto.js';
import { RedFlagRecord } from './red-flag.entity.js';

/** What a person is to look at, newest first. */
@Injectable()
export class ReadRedFlags {
  constructor(private readonly dataSource: DataSource) {}

  list({ tender, kind, state, ...query }: RedFlagQuery): Promise<Page<RedFlagRecord>> {
    const found = this.dataSource.manager.createQueryBuilder(RedFlagRecord, 'one').where('TRUE');
    if (tender !== undefined) found.andWhere('one.tenderId = :tender', { tender });
    if (kind !== undefined) found.andWhere('one.kind = :kind', { kind });
    if (state !== undefined) found.andWhere(`one.closedAt IS ${state === 'open' ? '' : 'NOT '}NULL`);
    return pageNewestFirst(found, query);
  }

  async one(id: string): Promise<RedFlagRecord> {
    const found = await this.dataSource.manager.findOneBy(RedFlagRecord, { id });
    if (!found) throw unknownResource();
    return found;
  }
}
