import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { Organization } from './organization.entity.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';

/** An organisation as everybody sees it, with its contact for its own people. */
@Injectable()
export class ReadOrganization {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws Refusal 404. */
  async run(actor: Actor | null, id: string): Promise<OrganizationAnswer> {
    const row = await this.dataSource.getRepository(Organization).findOneBy({ id });
    if (!row) throw unknownResource();
    return presentOrganization(row, actor);
  }
}
