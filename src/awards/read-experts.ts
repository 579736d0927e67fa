import { Injectable } from '@nestjs/common';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Expert } from './expert.entity.js';

export type ExpertAnswer = Expert & { name: Bilingual };

/** The pool, for who keeps it and who oversees it. */
@Injectable()
export class ReadExperts {
  constructor(private readonly reads: Reads) {}

  /** Newest first; who has left it stays in the list. */
  async list(query: PageQuery): Promise<Page<ExpertAnswer>> {
    const limit = limitOf(query);
    const rows = await this.reads.query<ExpertAnswer>(
      `SELECT expert.id, expert.version, expert.person_id AS "personId", person.name, expert.membership_id AS "membershipId", expert.categories,
              expert.item_classes AS "itemClasses", expert.employer_id AS "employerId", expert.employer, expert.registered_by AS "registeredBy",
              expert.registered_at AS "registeredAt", expert.ended_by AS "endedBy", expert.ended_at AS "endedAt"
         FROM experts expert JOIN people person ON person.id = expert.person_id
        WHERE $1::uuid IS NULL OR expert.id < $1 ORDER BY expert.id DESC LIMIT $2`,
      [query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }
}
