import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { civilDateOf, startOfDay, type Instant } from '../rules/moment.js';
import type { DebriefAnswerBody } from './award.dto.js';
import type { Debrief } from './award.entity.js';
import { WithheldField } from './withheld-field.entity.js';

export type AnswerParts = NonNullable<Debrief['answer']>;

/** What an answer withholds, as whoever reads the answer sees it; the content itself only from its day on. */
export type WithheldPart = Pick<WithheldField, 'field' | 'reason' | 'note' | 'releaseOn'> & {
  released: boolean;
  content: WithheldField['content'] | null;
};

/** The parts of an answer that are told now. */
export function toldNow({ reasons, advantages, withheld = [] }: DebriefAnswerBody): AnswerParts {
  const waits = (field: string): boolean => withheld.some((one) => one.field === field);
  return {
    ...(reasons && !waits('reasons') ? { reasons: { ...reasons } } : {}),
    ...(advantages && !waits('advantages') ? { advantages: { ...advantages } } : {}),
  };
}

/** Keeps the other parts until their day. */
export async function withholdParts(
  work: Work,
  actor: Actor,
  debrief: Debrief,
  body: DebriefAnswerBody,
): Promise<WithheldField[]> {
  const kept: WithheldField[] = [];
  for (const { field, reason, note, releaseOn } of body.withheld ?? []) {
    kept.push(
      await work.insert(WithheldField, {
        id: newId(),
        version: 1,
        tenderId: debrief.tenderId,
        debriefId: debrief.id,
        field,
        reason,
        note: note ? { ...note } : null,
        content: { ...body[field] },
        releaseOn,
        dueAt: startOfDay(releaseOn),
        releasedAt: null,
        withheldBy: actor.personId,
        withheldAt: work.now,
      }),
    );
  }
  return kept;
}

/** In the order of their fields; empty where nothing was withheld. */
export function withheldOf(reader: Reader, debriefId: string): Promise<WithheldField[]> {
  return reader.query(
    `SELECT field, reason, note, content, release_on AS "releaseOn" FROM withheld_fields WHERE debrief_id = $1 ORDER BY field DESC`,
    [debriefId],
  );
}

/** The day itself releases it, whether or not the clock has written that down. */
export function presentWithheld(rows: readonly WithheldField[], now: Instant): WithheldPart[] {
  return rows.map(({ field, reason, note, releaseOn, content }) => {
    const released = civilDateOf(now) >= releaseOn;
    return { field, reason, note, releaseOn, released, content: released ? content : null };
  });
}
