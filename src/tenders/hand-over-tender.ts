import { Injectable } from '@nestjs/common';
import { rolesIn } from '../organizations/deputies.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { officerMayTakeOver } from '../rules/officers.js';
import { tenderMachine } from '../rules/tender.machine.js';
import type { HandOverBody } from './officer.dto.js';
import { officerOf, officersOf, type OfficerAnswer } from './officers.queries.js';
import { lockOwnTenderToAnswer } from './own-tender.js';
import { requireTenderMatch, stateNow } from './tender-life.js';
import { Tender } from './tender.entity.js';

export interface OfficersAnswer {
  tenderId: string;
  version: number;
  state: string;
  officerPersonId: string;
  items: OfficerAnswer[];
  next: null;
}

/** Hands a procurement over to a colleague (移交): who wrote and who approved it stays as it was, what waits for the officer in charge moves. */
@Injectable()
export class HandOverTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.hand-over-by-other`, `tender.officer-unfit`, `tender.wrong-state` once it has ended; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: HandOverBody): Promise<OfficersAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      const before = await officerOf(work, id);
      if (before !== actor.personId && !actor.roles.includes('approver'))
        throw new LawRefusal([breach('tender.hand-over-by-other')]);
      const state = stateNow(tender, work.now);
      if (tenderMachine.final.includes(state))
        throw new LawRefusal([breach('tender.wrong-state', { state, event: 'hand-over' })]);
      const to = body.toPersonId.toLowerCase();
      obey(
        officerMayTakeOver({
          isOfficer: (await rolesIn(work, tender.procurerId, to)).includes('procurer'),
          approvedIt: tender.approvedBy === to,
          inCharge: before === to,
        }),
      );
      await work.query(
        'INSERT INTO tender_officers (id, tender_id, person_id, handed_over_by, reason, since) VALUES ($1, $2, $3, $4, $5, $6)',
        [newId(), id, to, actor.personId, body.reason, work.now],
      );
      await work.save(Tender, tender, {});
      work.record({
        type: 'tender.handed-over',
        article: null,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { from: before, to, reason: body.reason },
        tellPeople: [to],
      });
      return { tenderId: id, version: tender.version, state, officerPersonId: to, items: await officersOf(work, id), next: null };
    });
  }
}
