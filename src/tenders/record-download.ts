import { Injectable } from '@nestjs/common';
import { unkeyed, type Actor } from '../platform/actor.js';
import { NothingNew, unlessNothingNew } from '../platform/nothing-new.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { DocumentAnswer } from './add-document.js';

/**
 * That a supplier has a document (收到采购文件, 实施条例 art. 53), once for each organisation and document, whoever of it and however often. Who has
 * downloaded means to bid, so the row is behind a function and the audit entry sealed until the opening: the procuring entity reads neither.
 */
@Injectable()
export class RecordDownload {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run(actor: Actor, { id, tenderId, sha256 }: Pick<DocumentAnswer, 'id' | 'tenderId' | 'sha256'>): Promise<void> {
    const { organizationId } = actor;
    if (organizationId === null || !actor.roles.includes('supplier')) return;
    const by = unkeyed(actor);
    await unlessNothingNew(
      this.unitOfWork.run(by, async (work) => {
        const rows = await work.query<{ first: boolean }>('SELECT record_download($1, $2, $3) AS first', [
          id,
          organizationId,
          actor.personId,
        ]);
        if (rows[0]?.first !== true) throw new NothingNew();
        const payload = { sha256 };
        work.record({
          type: 'document.downloaded',
          article: 61,
          tenderId,
          subject: { kind: 'document', id },
          payload,
          sealed: true,
        });
      }),
      undefined,
    );
  }
}
