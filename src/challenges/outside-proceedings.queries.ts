import type { Reader } from '../platform/reads.js';
import type { OutsideProceeding } from './outside-proceeding.entity.js';

/** What everybody may know of it. */
export type PublishedProceeding = Pick<
  OutsideProceeding,
  'number' | 'kind' | 'authority' | 'reference' | 'filedOn' | 'endedOn'
> & {
  result: string | null;
};

export type ProceedingAnswer = Omit<OutsideProceeding, 'id' | 'tenderId' | 'complaintId'>;

export function publishedProceedings(reader: Reader, complaintId: string): Promise<PublishedProceeding[]> {
  return reader.query(
    `SELECT number, kind, authority, reference, filed_on AS "filedOn", ended_on AS "endedOn", outcome ->> 'result' AS result
       FROM outside_proceedings WHERE complaint_id = $1 ORDER BY number`,
    [complaintId],
  );
}

export function proceedingsOf(reader: Reader, complaintId: string): Promise<ProceedingAnswer[]> {
  return reader.query(
    `SELECT version, number, kind, authority, reference, filed_on AS "filedOn", evidence, recorded_by AS "recordedBy",
            recorded_for AS "recordedFor", recorded_at AS "recordedAt", outcome, ended_on AS "endedOn", ended_by AS "endedBy", ended_at AS "endedAt"
       FROM outside_proceedings WHERE complaint_id = $1 ORDER BY number`,
    [complaintId],
  );
}

export function presentProceeding({
  id: _,
  tenderId: _tender,
  complaintId: _case,
  ...shown
}: OutsideProceeding): ProceedingAnswer {
  return shown;
}
