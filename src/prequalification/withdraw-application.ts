import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { unknownResource } from '../platform/refusal.js';
import { newId } from '../platform/unit-of-work.js';
import { insertApplication } from './application-chain.js';
import { documentsOf, ownApplication, type ApplicationRow } from './applications.queries.js';
import { presentApplication, tagOf, type ApplicationAnswer } from './present-application.js';
import { ReceiveApplication } from './receive-application.js';

/** A supplier takes its application back before the deadline (撤回资格预审申请); it may apply again. */
@Injectable()
export class WithdrawApplication {
  constructor(private readonly receiving: ReceiveApplication) {}

  /** Throws what ReceiveApplication does; Refusal 404 where none stands, 412. */
  run(actor: Actor, tenderId: string): Promise<ApplicationAnswer> {
    return this.receiving.run(actor, tenderId, 'withdrawal', async (work, supplierId) => {
      const before = await ownApplication(work, tenderId, supplierId);
      const made = { id: newId(), tenderId, supplierId, act: 'withdrawal' as const, before, statements: [], basedOn: null };
      const receivedAt = await insertApplication(work, actor, made);
      if (before === null || before.action === 'withdrawal') throw unknownResource();
      honourMatch(actor, tagOf(before));
      work.record({
        type: 'application.withdrawn',
        article: 49,
        tenderId,
        subject: { kind: 'application', id: made.id },
        payload: { receivedAt },
        sealed: true,
      });
      const own = (await ownApplication(work, tenderId, supplierId)) as ApplicationRow;
      return presentApplication(own, await documentsOf(work, tenderId, supplierId));
    });
  }
}
