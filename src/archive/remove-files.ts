import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { Reads } from '../platform/reads.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { planDocument } from '../rules/rule-entry.js';
import { Disposal } from './disposal.entity.js';
import { oneDisposal, type DisposalRecord } from './disposals.queries.js';

/** Longer than whoever keeps a file takes until the row that needs it is committed. */
const waitMinutes = 10;

type Outcome = 'removed' | 'kept' | 'absent';

/**
 * The clock: the files of a destroyed record, once its rows are gone. First their marks are taken off; a while later, so that whoever has kept one of
 * them anew is seen by its mark or its row, the files go. Each step may be done again after a crash. Then the disposal is executed, and says of what.
 */
@Injectable()
export class RemoveFiles implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    private readonly dueWork: DueWork,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'archive.remove-files',
      claim: `SELECT id FROM disposals WHERE state = 'destroying' AND id <> ALL ($1)
                 AND (loosened_at IS NULL OR loosened_at <= platform_now() - interval '${waitMinutes} minutes')
               ORDER BY id LIMIT 5 FOR UPDATE SKIP LOCKED`,
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster. */
  async run(id: string): Promise<void> {
    const disposal = await oneDisposal(this.reads, id);
    if (disposal?.state !== 'destroying') throw new NotDue();
    if (disposal.loosenedAt === null) await this.loosen(disposal);
    else await this.remove(disposal);
  }

  private async loosen({ id, tenderId }: DisposalRecord): Promise<void> {
    const outcomes = new Map<string, Outcome>();
    for (const sha256 of await this.filesOf(id)) if (!(await this.blobs.loosen(sha256))) outcomes.set(sha256, 'absent');
    await this.unitOfWork.run(systemActor(`archive.remove-files ${newId()}`), async (work) => {
      const disposal = await work.lock(Disposal, id);
      if (disposal.state !== 'destroying' || disposal.loosenedAt !== null) throw new NotDue();
      await settle(work, id, outcomes);
      await work.save(Disposal, disposal, { loosenedAt: work.now });
      const subject = { kind: 'disposal', id };
      work.record({
        type: 'disposal.files-found',
        article: 57,
        tenderId,
        subject,
        payload: { files: await this.filesOf(id, work) },
      });
    });
  }

  private async remove(found: DisposalRecord): Promise<void> {
    const { id, tenderId } = found;
    await this.unitOfWork.run(systemActor(`archive.remove-files ${newId()}`), async (work) => {
      const disposal = await work.lock(Disposal, id);
      if (disposal.state !== 'destroying') throw new NotDue();
      await work.query('SET LOCAL statement_timeout = 0');
      await work.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      const rows = await work.query<{ sha256: string }>('SELECT blobs_still_needed($1) AS sha256', [id]);
      const needed = new Set(rows.map((one) => one.sha256));
      const outcomes = new Map<string, Outcome>();
      const waiting: string[] = [];
      for (const sha256 of await this.filesOf(id, work)) {
        if (needed.has(sha256)) outcomes.set(sha256, 'kept');
        else if (await this.blobs.remove(sha256)) outcomes.set(sha256, 'removed');
        else waiting.push(sha256);
      }
      await settle(work, id, outcomes);
      const subject = { kind: 'disposal', id };
      // Kept by somebody a moment ago, for a row that is yet to come or never will: asked again after the same while.
      if (waiting.length > 0) {
        await work.save(Disposal, disposal, { loosenedAt: null });
        work.record({ type: 'disposal.files-waiting', article: 57, tenderId, subject, payload: { files: waiting } });
        return;
      }
      await work.save(Disposal, disposal, { state: 'executed', executedAt: work.now });
      const payload = { ...whatWasDone(found), files: await filesNamed(work, id) };
      work.record({ type: 'disposal.executed', article: 57, tenderId, subject, payload });
    });
  }

  private async filesOf(id: string, reader: Pick<Reads, 'query'> = this.reads): Promise<string[]> {
    const rows = await reader.query<{ sha256: string }>(
      'SELECT sha256 FROM disposal_blobs WHERE disposal_id = $1 AND outcome IS NULL ORDER BY sha256',
      [id],
    );
    return rows.map((one) => one.sha256);
  }
}

async function settle(work: Work, id: string, outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
  await work.query(
    `UPDATE disposal_blobs blob SET outcome = settled.outcome FROM unnest($2::text[], $3::text[]) AS settled (sha256, outcome)
      WHERE blob.disposal_id = $1 AND blob.sha256 = settled.sha256`,
    [id, [...outcomes.keys()], [...outcomes.values()]],
  );
}

function whatWasDone({
  tombstone,
  endedOn,
  retainedUntil,
  proposedBy,
  approvals,
  destroyed,
}: DisposalRecord): Record<string, unknown> {
  const approvedBy = approvals.map((one) => one.personId);
  const law = `${planDocument} 第57条`;
  return { law, tombstone: { ...tombstone }, endedOn, retainedUntil, proposedBy, approvedBy, destroyed: { ...destroyed } };
}

/** What names no file is no file. */
function filesNamed(work: Work, id: string): Promise<{ sha256: string; outcome: Outcome }[]> {
  return work.query(`SELECT sha256, outcome FROM disposal_blobs WHERE disposal_id = $1 AND outcome <> 'absent' ORDER BY sha256`, [
    id,
  ]);
}
