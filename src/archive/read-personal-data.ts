import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { unknownPerson } from '../platform/people.js';
import { personalDataOf, type PersonalData } from './personal-data.queries.js';

export type PersonalDataAnswer = PersonalData & { /** Of the acts. */ next: string | null };

/** Everything that the platform keeps about the caller (查阅权), and what was done in its name, by pages. That it was read is an entry, too. */
@Injectable()
export class ReadPersonalData {
  constructor(
    private readonly reads: Reads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(actor: Actor, query: PageQuery): Promise<PersonalDataAnswer> {
    const limit = limitOf(query);
    const found = await personalDataOf(this.reads, actor.personId, { limit: limit + 1, after: query.after ?? null });
    if (!found) throw unknownPerson();
    const subject = { kind: 'person', id: actor.personId };
    await this.unitOfWork.run(actor, (work) =>
      Promise.resolve(work.record({ type: 'person.data-read', article: null, tenderId: null, subject, payload: {} })),
    );
    const acts = found.acts.slice(0, limit);
    return { ...found, acts, next: found.acts.length > limit ? (acts.at(-1)?.id ?? null) : null };
  }
}
