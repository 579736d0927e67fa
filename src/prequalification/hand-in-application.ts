import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import type { ApplicationBody } from './application.dto.js';
import { insertApplication, type ApplicationAct } from './application-chain.js';
import { documentsOf, ownApplication, type ApplicationRow } from './applications.queries.js';
import { presentApplication, tagOf, type ApplicationAnswer } from './present-application.js';
import { ReceiveApplication } from './receive-application.js';
import { licencesCount, readStatements } from './statements.js';

/**
 * Art. 49: a supplier applies (提交资格预审申请文件), or replaces what it handed in, before the deadline. Lateness is asked before what the
 * application says. The audit entry is sealed: who applies may bid.
 */
@Injectable()
export class HandInApplication {
  constructor(private readonly receiving: ReceiveApplication) {}

  /**
   * Throws what ReceiveApplication does; LawRefusal `prequalification.already-applied`, `prequalification.wrong-state`, `licence.invalid`;
   * Refusal 404 where there is nothing to replace, 412, 422.
   */
  run(
    actor: Actor,
    tenderId: string,
    act: Exclude<ApplicationAct, 'withdrawal'>,
    body: ApplicationBody,
  ): Promise<ApplicationAnswer> {
    return this.receiving.run(actor, tenderId, act, async (work, supplierId) => {
      const before = await ownApplication(work, tenderId, supplierId);
      const read = await readStatements(work, { tenderId, supplierId, body });
      const { statements } = read;
      const made = { id: newId(), tenderId, supplierId, act, before, statements, basedOn: body.basedOn ?? null };
      const receivedAt = await insertApplication(work, actor, made);
      requireChain(actor, act, before);
      if (read.fault) throw read.fault;
      obey(await licencesCount(work, supplierId, statements, civilDateOf(receivedAt)));
      recordAct(work, { tenderId, id: made.id, act, receivedAt, statements: statements.length });
      const own = (await ownApplication(work, tenderId, supplierId)) as ApplicationRow;
      return presentApplication(own, await documentsOf(work, tenderId, supplierId));
    });
  }
}

/** One application per supplier: a first one where none stands, a replacement where one does. */
function requireChain(actor: Actor, act: ApplicationAct, before: ApplicationRow | null): void {
  const standing = before !== null && before.action !== 'withdrawal';
  if (act === 'submission' && standing) throw new LawRefusal([breach('prequalification.already-applied')]);
  if (act === 'replacement' && !standing) throw unknownResource();
  if (before) honourMatch(actor, tagOf(before));
}

function recordAct(
  work: Work,
  made: { tenderId: string; id: string; act: ApplicationAct; receivedAt: string; statements: number },
): void {
  const { tenderId, id, act, receivedAt, statements } = made;
  work.record({
    type: act === 'submission' ? 'application.submitted' : 'application.replaced',
    article: 49,
    tenderId,
    subject: { kind: 'application', id },
    payload: { receivedAt, statements },
    sealed: true,
  });
}
