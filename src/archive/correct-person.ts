import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { unknownPerson } from '../platform/people.js';
import { invalid } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';
import type { CorrectionBody } from './personal-data.dto.js';

type Name = { zh: string; en?: string };

export interface CorrectionAnswer {
  id: string;
  before: Name;
  after: Name;
  correctedAt: Instant;
}

/**
 * The caller corrects its name (更正权). What was written before stays as it was known then, and every proof with it: the correction is an entry of its
 * own, and shown from now on.
 */
@Injectable()
export class CorrectPerson {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 422 where that is the name already. */
  run(actor: Actor, body: CorrectionBody): Promise<CorrectionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const [person] = await work.query<{ name: Name }>('SELECT name FROM people WHERE id = $1 FOR UPDATE', [actor.personId]);
      if (!person) throw unknownPerson();
      const { zh, en } = body.name;
      const after: Name = { zh, ...(en === undefined ? {} : { en }) };
      if (canonicalJson(after) === canonicalJson(person.name))
        throw invalid('#/name', { zh: '与现有姓名相同。', en: 'That is the name already.' });
      const id = newId();
      await work.query(
        `WITH kept AS (INSERT INTO person_corrections (id, person_id, before, after, reason, corrected_at) VALUES ($1, $2, $3, $4, $5, $6))
         UPDATE people SET name = $4 WHERE id = $2`,
        [id, actor.personId, JSON.stringify(person.name), JSON.stringify(after), JSON.stringify(body.reason), work.now],
      );
      work.record({
        type: 'person.corrected',
        article: null,
        tenderId: null,
        subject: { kind: 'person', id: actor.personId },
        payload: { correctionId: id, name: after, reason: { ...body.reason } },
        tellPeople: [actor.personId],
      });
      return { id, before: person.name, after, correctedAt: work.now };
    });
  }
}
