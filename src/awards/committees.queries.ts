import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Committee, CommitteeMember } from './committee.entity.js';
import type { Draw, DrawEntry } from './draw.js';

export interface MemberAnswer extends Pick<
  CommitteeMember,
  'id' | 'personId' | 'kind' | 'state' | 'calledAt' | 'calledFor' | 'leftGround' | 'leftAt'
> {
  name: Bilingual;
  /** What the member declared on its own conflicts; null before. */
  declaredConflict: boolean | null;
  evaluated: boolean;
}

/** A line of the draw; why somebody was barred is for who oversees. */
export type PublishedEntry = Pick<DrawEntry, 'expertId' | 'late' | 'key'> & { barred: boolean; ties?: DrawEntry['ties'] };

export interface CommitteeAnswer {
  id: string;
  tenderId: string;
  round: number;
  size: number;
  sessionAt: Instant;
  drawnAt: Instant;
  members: MemberAnswer[];
  draw: Omit<Draw, 'pool'> & { pool: PublishedEntry[] };
}

/** The committee of the latest round; null where none was drawn. */
export async function committeeAnswer(
  reader: Reader,
  tenderId: string,
  { ties }: { ties: boolean },
): Promise<CommitteeAnswer | null> {
  const rows = await reader.query<Omit<CommitteeAnswer, 'members' | 'draw'> & { draw: Draw }>(
    `SELECT id, tender_id AS "tenderId", round, size, session_at AS "sessionAt", drawn_at AS "drawnAt", draw FROM committees
      WHERE tender_id = $1 ORDER BY round DESC LIMIT 1`,
    [tenderId],
  );
  const [found] = rows;
  if (!found) return null;
  const pool = found.draw.pool.map((one) => publishedEntry(one, ties));
  return { ...found, draw: { ...found.draw, pool }, members: await membersOf(reader, found.id) };
}

/** With its whole draw; it never changes, so that the tender's lock is enough. */
export async function committeeById(reader: Reader, id: string): Promise<Committee> {
  const rows = await reader.query<Committee>(
    `SELECT id, tender_id AS "tenderId", round, size, session_at AS "sessionAt", draw, drawn_by AS "drawnBy", drawn_at AS "drawnAt"
       FROM committees WHERE id = $1`,
    [id],
  );
  return rows[0] as Committee;
}

function publishedEntry({ expertId, late, key, ties }: DrawEntry, shown: boolean): PublishedEntry {
  return { expertId, late, key, barred: ties.length > 0, ...(shown ? { ties } : {}) };
}

/** Everybody who ever had a seat, in the order in which they were called. */
export function membersOf(reader: Reader, committeeId: string): Promise<MemberAnswer[]> {
  return reader.query(
    `SELECT member.id, member.person_id AS "personId", person.name, member.kind, member.state, member.called_at AS "calledAt",
            member.called_for AS "calledFor", member.left_ground AS "leftGround", member.left_at AS "leftAt",
            (SELECT bool_or(has_conflict) FROM conflict_declarations declared
              WHERE declared.tender_id = member.tender_id AND declared.person_id = member.person_id) AS "declaredConflict",
            EXISTS (SELECT FROM evaluations WHERE tender_id = member.tender_id AND round = member.round
                       AND evaluator_id = member.person_id) AS evaluated
       FROM committee_members member JOIN people person ON person.id = member.person_id
      WHERE member.committee_id = $1 ORDER BY member.called_at, member.id`,
    [committeeId],
  );
}

/** 87号令 art. 69 (from memory): the award notice names who evaluated; nothing where no committee was drawn. */
export async function committeeOnNotice(reader: Reader, tenderId: string): Promise<{ committee?: object }> {
  const committee = await committeeAnswer(reader, tenderId, { ties: false });
  if (!committee) return {};
  const members = committee.members.filter((one) => one.state === 'called').map(({ name, kind }) => ({ name, kind }));
  const { seed, secret, commitment } = committee.draw;
  return { committee: { members, draw: { seed, secret, commitment } } };
}
