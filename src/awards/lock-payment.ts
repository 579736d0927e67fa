import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { ContractPayment } from './contract-life.entity.js';
import { lockOwnContract } from './contract-life.queries.js';

/** A payment of an own contract, locked, in the state it is to be in. Throws Refusal 404, 412, 428, LawRefusal `payment.wrong-state`, `contract.wrong-state`. */
export async function lockPayment(
  work: Work,
  actor: Actor,
  wanted: { contractId: string; paymentId: string; from: ContractPayment['state']; event: string },
): Promise<ContractPayment> {
  await lockOwnContract(work, actor, wanted.contractId, wanted.event);
  const payment = await work.lock(ContractPayment, wanted.paymentId);
  if (payment.contractId !== wanted.contractId) throw unknownResource();
  requireMatch(actor, payment);
  if (payment.state === wanted.from) return payment;
  throw new LawRefusal([breach('payment.wrong-state', { state: payment.state, event: wanted.event })]);
}
