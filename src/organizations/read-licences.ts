import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { limitOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads, type Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { licenceById, pageOfLicences, type LicenceAnswer } from './licences.queries.js';
import { organizationById } from './organizations.queries.js';

/** The electronic licences (电子证照) of an organisation and what a registrar found of them; for its own people and registrars. */
@Injectable()
export class ReadLicences {
  constructor(private readonly reads: Reads) {}

  /** Oldest first. Throws Refusal 404 for another organisation. */
  async list(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<LicenceAnswer>> {
    await requireOwnOrRegistrar(this.reads, actor, organizationId);
    return pageOfLicences(this.reads, organizationId, query.after ?? null, limitOf(query));
  }

  /** Throws Refusal 404. */
  async one(actor: Actor, organizationId: string, id: string): Promise<LicenceAnswer> {
    await requireOwnOrRegistrar(this.reads, actor, organizationId);
    const found = validate(id) ? await licenceById(this.reads, organizationId, id) : null;
    if (found === null) throw unknownResource();
    return found;
  }
}

/** Throws Refusal 404 unless the caller belongs to the organisation or is a registrar. */
export async function requireOwnOrRegistrar(reader: Reader, actor: Actor, organizationId: string): Promise<void> {
  const may = actor.organizationId === organizationId || actor.roles.includes('registrar');
  if (!may || !(await organizationById(reader, organizationId))) throw unknownResource();
}
