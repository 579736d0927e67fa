import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { deputyById, type DeputyAnswer } from './deputies.queries.js';

/** Back before the last day: the absent person ends the substitution (代理终止). */
@Injectable()
export class EndDeputy {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for another person's, and where it has ended already. */
  run(actor: Actor, id: string): Promise<DeputyAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const rows = await work.query<{ deputyPersonId: string }>(
        `SELECT deputy_person_id AS "deputyPersonId" FROM deputies
          WHERE id = $1 AND absent_person_id = $2 AND ended_at IS NULL FOR UPDATE`,
        [id, actor.personId],
      );
      if (!rows[0]) throw unknownResource();
      await work.query('UPDATE deputies SET ended_at = $2 WHERE id = $1', [id, work.now]);
      work.record({
        type: 'deputy.ended',
        article: null,
        tenderId: null,
        subject: { kind: 'deputy', id },
        payload: rows[0],
        tellPeople: [rows[0].deputyPersonId],
      });
      return (await deputyById(work, id)) as DeputyAnswer;
    });
  }
}
