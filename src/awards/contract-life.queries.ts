import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { contractIsFulfilled } from '../rules/contract-life.js';
import type { CivilDate } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { refuseIfStopped } from '../tenders/holds.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { contractById } from './awards.queries.js';
import { Contract } from './contract.entity.js';

/** The tender, then the contract, locked, for an act of the procuring entity. Throws Refusal 404 for another's, LawRefusal `contract.wrong-state` once it has ended. */
export async function lockOwnContract(
  work: Work,
  actor: Actor,
  contractId: string,
  event: string,
): Promise<{ tender: Tender; contract: Contract }> {
  const found = await contractById(work, contractId);
  if (found === null || actor.organizationId === null || found.procurerId !== actor.organizationId) throw unknownResource();
  const tender = await lockTender(work, found.tenderId);
  const contract = await work.lock(Contract, contractId);
  await refuseIfStopped(work, contractId);
  if (contract.state !== 'signed') throw new LawRefusal([breach('contract.wrong-state', { state: contract.state, event })]);
  return { tender, contract };
}

/** What later stands in a list of the contract: the next number, under the contract's lock. */
export async function nextNumber(
  work: Work,
  table: 'contract_changes' | 'contract_acceptances' | 'contract_payments',
  contractId: string,
): Promise<number> {
  const rows = await work.query<{ number: number }>(
    `SELECT coalesce(max(number), 0) + 1 AS number FROM ${table} WHERE contract_id = $1`,
    [contractId],
  );
  return (rows[0] as { number: number }).number;
}

/** What published changes have added to the contract. */
export async function addedTo(reader: Reader, contractId: string): Promise<Fen> {
  const rows = await reader.query<{ sum: string }>(
    `SELECT coalesce(sum(added), 0)::text AS sum FROM contract_changes WHERE contract_id = $1 AND state = 'published'`,
    [contractId],
  );
  return parseMoney(rows[0]?.sum) as Fen;
}

export interface PaymentSums {
  planned: Fen;
  paid: Fen;
  hasFinal: boolean;
  /** The final payment is made, and every other one. */
  isPaidUp: boolean;
}

export async function paymentSums(reader: Reader, contractId: string): Promise<PaymentSums> {
  const rows = await reader.query<{ planned: string; paid: string; hasFinal: boolean; open: boolean }>(
    `SELECT coalesce(sum(amount), 0)::text AS planned, coalesce(sum(amount) FILTER (WHERE state = 'paid'), 0)::text AS paid,
            coalesce(bool_or(is_final), false) AS "hasFinal", coalesce(bool_or(state <> 'paid'), false) AS open
       FROM contract_payments WHERE contract_id = $1`,
    [contractId],
  );
  const { planned, paid, hasFinal, open } = rows[0] as (typeof rows)[number];
  return { planned: parseMoney(planned) as Fen, paid: parseMoney(paid) as Fen, hasFinal, isPaidUp: hasFinal && !open };
}

/** The day of the final acceptance; null while there is none. */
export async function finallyAcceptedOn(reader: Reader, contractId: string): Promise<CivilDate | null> {
  const rows = await reader.query<{ on: CivilDate }>(
    `SELECT held_on::text AS "on" FROM contract_acceptances WHERE contract_id = $1 AND extent = 'final' AND outcome = 'accepted'`,
    [contractId],
  );
  return rows[0]?.on ?? null;
}

/** Whether a contract may be completed by acceptance on a day. */
export async function fulfilmentBreaches(reader: Reader, contract: Contract, on: CivilDate): Promise<Breaches> {
  const { paid, isPaidUp } = await paymentSums(reader, contract.id);
  const amount = (parseMoney(contract.amount) as Fen) + (await addedTo(reader, contract.id));
  return contractIsFulfilled({ on, finallyAcceptedOn: await finallyAcceptedOn(reader, contract.id), amount, paid, isPaidUp });
}

/** Whether the supplier is small or medium-sized, as its bid declares or its verification found; what nobody has said counts as small. */
export async function isSmallSupplier(reader: Reader, contract: Pick<Contract, 'awardId' | 'supplierId'>): Promise<boolean> {
  const rows = await reader.query<{ size: string | null }>(
    `SELECT coalesce(bid.content->'smeDeclaration'->>'size', supplier.sme_size) AS size
       FROM awards award JOIN organizations supplier ON supplier.id = $2 LEFT JOIN opened_bids bid ON bid.id = award.bid_id
      WHERE award.id = $1`,
    [contract.awardId, contract.supplierId],
  );
  return rows[0]?.size !== 'large';
}
