import type { Instant } from '../rules/moment.js';
import type { PartyText } from './challenge.entity.js';
import type { Attendee, ComplaintHearing } from './proceedings.entity.js';

export interface HearingAnswer {
  id: string;
  complaintId: string;
  number: number;
  state: 'called' | 'held' | 'cancelled';
  at: Instant;
  place: PartyText | null;
  link: string | null;
  invited: string[];
  languages: ('zh' | 'en')[];
  calledAt: Instant;
  minutes: { text: PartyText; noEnglishReason: PartyText | null; attendance: Attendee[]; recordedAt: Instant } | null;
  cancellation: { reasons: PartyText; cancelledAt: Instant } | null;
}

export function presentHearing(hearing: ComplaintHearing): HearingAnswer {
  const { id, complaintId, number, heldAt: at, place, link, invited, languages, calledAt } = hearing;
  const { minutes, noEnglishReason, attendance, recordedAt, cancellation, cancelledAt } = hearing;
  return {
    id,
    complaintId,
    number,
    state: cancellation !== null ? 'cancelled' : minutes !== null ? 'held' : 'called',
    at,
    place,
    link,
    invited,
    languages,
    calledAt,
    minutes:
      minutes === null
        ? null
        : { text: minutes, noEnglishReason, attendance: attendance as Attendee[], recordedAt: recordedAt as Instant },
    cancellation: cancellation && { reasons: cancellation, cancelledAt: cancelledAt as Instant },
  };
}
