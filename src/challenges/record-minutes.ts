import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { isBefore } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';
import type { Complaint } from './complaint.entity.js';
import { plain } from './file-challenge.js';
import { lockHearing } from './lock-hearing.js';
import { presentHearing, type HearingAnswer } from './present-hearing.js';
import type { MinutesBody } from './proceedings.dto.js';
import type { Attendee, ComplaintHearing } from './proceedings.entity.js';
import { toldInDecision } from './told-in-decision.js';

/** 听证笔录: who came and what was said, written once after the hearing, in both languages or in Chinese with the reason. */
@Injectable()
export class RecordMinutes {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `complaint.hearing-closed`, `.hearing-not-held`, `.minutes-english-missing`, `.reviewer-conflicted`, `.trade-secret`; Refusal 404, 422. */
  run(actor: Actor, id: string, number: string, body: MinutesBody): Promise<HearingAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, complaint, hearing } = await lockHearing(work, actor, id, number);
      const { heldAt } = hearing;
      if (isBefore(work.now, heldAt)) throw new LawRefusal([breach('complaint.hearing-not-held', { heldAt })]);
      requireInvited(hearing, body);
      obey([...speaksBothLanguages(body), ...(await toldInDecision(work, complaint, { text: body.text }))]);
      const minuted = {
        attendance: body.attendance.map(attendeeOf),
        minutes: { ...body.text },
        noEnglishReason: plain<PartyText>(body.noEnglishReason),
        recordedBy: actor.personId,
        recordedAt: work.now,
      };
      await keep(work, hearing, minuted);
      work.record({
        type: 'hearing.minuted',
        article: 60,
        tenderId: tender.id,
        subject: { kind: 'complaint', id },
        payload: {
          number: hearing.number,
          recordedAt: work.now,
          present: minuted.attendance.filter((one) => one.present).length,
        },
        tell: concerned(complaint, hearing),
      });
      return presentHearing({ ...hearing, ...minuted });
    });
  }
}

/** The two sides, and whoever else was invited. */
export function concerned({ complainantId, procurerId }: Complaint, { invited }: ComplaintHearing): string[] {
  return [...new Set([complainantId, procurerId, ...invited])];
}

function speaksBothLanguages({ text, noEnglishReason }: MinutesBody): Breaches {
  if (text.en !== undefined || noEnglishReason !== undefined) return [];
  return [breach('complaint.minutes-english-missing', {}, { pointer: '#/text/en' })];
}

function requireInvited({ invited }: ComplaintHearing, { attendance }: MinutesBody): void {
  const strange = attendance.findIndex((one) => one.organizationId !== undefined && !invited.includes(one.organizationId));
  if (strange >= 0)
    throw invalid(`#/attendance/${strange}/organizationId`, {
      zh: '该单位未被通知参加。',
      en: 'That organisation was not invited.',
    });
}

function attendeeOf({ name, organizationId, role, present }: MinutesBody['attendance'][number]): Attendee {
  return { name, organizationId: organizationId ?? null, role: plain<PartyText>(role), present };
}

async function keep(
  work: Work,
  { id }: ComplaintHearing,
  minuted: Pick<ComplaintHearing, 'attendance' | 'minutes' | 'noEnglishReason' | 'recordedBy' | 'recordedAt'>,
): Promise<void> {
  await work.query(
    `UPDATE complaint_hearings SET attendance = $2, minutes = $3, no_english_reason = $4, recorded_by = $5, recorded_at = $6 WHERE id = $1`,
    [
      id,
      JSON.stringify(minuted.attendance),
      JSON.stringify(minuted.minutes),
      minuted.noEnglishReason && JSON.stringify(minuted.noEnglishReason),
      minuted.recordedBy,
      minuted.recordedAt,
    ],
  );
}
