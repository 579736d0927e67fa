import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { ownOrganization } from '../platform/own-organization.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { addDays, civilDateOf, type CivilDate } from '../rules/moment.js';
import { deputyIsSuitable } from '../rules/officers.js';
import { deputyById, rolesIn, type DeputyAnswer } from './deputies.queries.js';
import type { DeputyBody } from './deputy.dto.js';

const leaveDaysMax = 366;

/** A person names who stands in during leave (代理人): it sees the person's duties beside its own and acts in its own name. */
@Injectable()
export class NameDeputy {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `deputy.unfit`; Refusal 403 for a person without organisation, 422 for a period that is over or too long. */
  run(actor: Actor, body: DeputyBody): Promise<DeputyAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { personId } = actor;
      const organizationId = ownOrganization(actor, {
        zh: '不属于任何组织的人员不能指定代理人。',
        en: 'A person without organisation has no deputy.',
      });
      requirePeriod(body, civilDateOf(work.now));
      const deputyPersonId = body.deputyPersonId.toLowerCase();
      const [own, other] = [await rolesIn(work, organizationId, personId), await rolesIn(work, organizationId, deputyPersonId)];
      const sharedRoles = own.filter((role) => other.includes(role));
      obey(deputyIsSuitable({ isSelf: deputyPersonId === personId, sharedRoles }));
      const id = newId();
      await work.query(
        `INSERT INTO deputies (id, organization_id, absent_person_id, deputy_person_id, from_on, to_on, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, organizationId, personId, deputyPersonId, body.from, body.to, work.now],
      );
      work.record({
        type: 'deputy.named',
        article: null,
        tenderId: null,
        subject: { kind: 'deputy', id },
        payload: { deputyPersonId, from: body.from, to: body.to, sharedRoles },
        tellPeople: [deputyPersonId],
      });
      return (await deputyById(work, id)) as DeputyAnswer;
    });
  }
}

function requirePeriod({ from, to }: DeputyBody, today: CivilDate): void {
  if (to < today) throw invalid('#/to', { zh: '代理期间已过。', en: 'This period is over.' });
  if (to < from) throw invalid('#/to', { zh: '结束日期早于开始日期。', en: 'It ends before it begins.' });
  if (to > addDays(from, leaveDaysMax)) throw invalid('#/to', { zh: '代理期间不得超过一年。', en: 'No longer than a year.' });
}
