import type { Ids, Stage } from './access-stage.js';
import { callers, type CallerName } from './access-table.js';

/** An answer that everybody may ask for, and something in it that only some may see. */
export interface Mention {
  path: string;
  what: string;
  sees: Record<CallerName, boolean>;
}

// `address | what it may name | cells`: `.` for whoever sees it there, `-` for whoever does not, in the order of `callers`. Both the address and
// what it names are taken from the stage's subjects: `{draft.id}`.
const table = `
  /v1/tenders?limit=100                                | {draft.id}      | - .- .- --- .- .- -- --- --
  /v1/tenders?limit=100                                | {open.id}       | . .. .. ... .. .. .. ... ..
  /v1/qualified-suppliers?limit=100                    | {invited.id}    | - .- .- --- .- .- -- --- --
  /v1/organizations/{pudong.id}                        | {pudong.phone}  | - -- -- -.- -- -- -- --. --
  /v1/tenders/{invited.id}                             | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{invited.id}/notices                     | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{invited.id}/timeline                    | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{open.id}                                | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{open.id}/timeline?limit=100             | {receipt.id}    | - -- -- --- -- -- -- --- --
  /v1/archive/tenders/{open.id}?limit=100              | {receipt.id}    | - -- -- --- -- -- -- --- --
  /v1/archive/tenders/{applying.id}?limit=100          | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{source.id}/objections                   | {bidder.id}     | - .- .- .-- .- .- -- ..- --
  /v1/tenders/{source.id}/objections/{source.objectionId} | {bidder.id}  | - .- .- .-- .- .- -- ..- --
  /v1/planned-notices?limit=100                        | {plannedDraft.id} | - .- .- --- .- .- -- --- --
  /v1/planned-notices?limit=100                        | {planned.id}    | . .. .. ... .. .. .. ... ..
  /v1/templates?limit=100                              | {template.id}   | - .- .- --- -- -- -- --- --
  /v1/outages?limit=100                                | {outage.id}     | . .. .. ... .. .. .. ... ..
  /v1/me/deputies                                      | {deputy.id}     | - .- -- --- -- -- -- --- --
  /v1/registrar-proposals?limit=100                    | {registrarProposal.id} | - -- -- --- -- -- -- -.. --
  /v1/access-recoveries?limit=100                      | {recovery.id}   | - -- -- --- -- -- -- -.. --
  /v1/organizations/{mandate.id}/mandates              | {mandate.mandateId} | - .- .- --- .- .- -- -.. --
  /v1/organizations/{bidder.id}/powers-of-attorney     | {power.powerId} | - -- -- .-- -- -- -- -.. --
  /v1/tenders/{open.id}/enquiries                      | {open.enquiryId} | . .. .. ... .. .. .. ... ..
  /v1/tenders/{open.id}/enquiries                      | {bidder.id}     | - -- -- --- -- -- -- --- --
  /v1/tenders/{open.id}/enquiries?mine=true            | {open.enquiryId} | - -- -- .-- -- -- -- --- --
  /v1/tenders/{invited.id}/enquiries                   | {invited.enquiryId} | - .- .- .-- .- .- -- ..- --
  /v1/tenders/{open.id}/amendment-proposals            | {open.proposalId} | - .- .- --- -- -- -- --- --
  /v1/tenders/{open.id}/timeline?limit=100             | {open.proposalId} | - -- -- --- -- -- -- --- --
  /v1/tenders/{deciding.id}/exclusions                 | {exclusion.id}  | - .- .- .-- .- -- -- ..- --
  /v1/tenders/{deciding.id}/timeline?limit=100         | {exclusion.id}  | - -- -- --- -- -- -- --- --
  /v1/tenders/{contracted.id}/securities               | {security.id}   | - .- .- .-- -- -- -- ..- --
  /v1/awards/{wonAward.id}/contract-refusals           | {refusal.id}    | - .- .- .-- -- -- -- ..- --
  /v1/securities/{security.id}/forfeitures             | {forfeiture.id} | - .- .- .-- -- -- -- ..- --
  /v1/contracts/{breach.id}/breaches                   | {breach.breachId} | - .- .- .-- -- -- -- ..- --
  /v1/contracts/{breach.id}                            | {breach.breachId} | - -- -- --- -- -- -- --- --
  /v1/contracts/{contract.id}/changes                  | {change.changeId} | - .- .- .-- .- .- -- ..- --
  /v1/contracts/{contract.id}/payments                 | {payment.paymentId} | - .- .- .-- -- -- -- ..- --
  /v1/tenders/{awarded.id}/recusal-requests            | {recusal.id}    | - .- .- .-- -- -- .- ..- --
  /v1/tenders/{awarded.id}/timeline?limit=100          | {recusal.id}    | - -- -- --- -- -- -- --- --
  /v1/tenders/{awarded.id}/inquiries                   | {inquiry.id}    | - .- .- --- .- -- -- ..- --
  /v1/tenders/{awarded.id}/inquiries/mine              | {inquiry.id}    | - -- -- .-- -- -- -- --- --
  /v1/me/inbox?limit=100                               | {delivery.id}   | - .- .- --- .- .- -- --- --
  /v1/me/duties                                        | {draft.id}      | - -- .- --- -- -- -- --- --
  /v1/me/duties                                        | {unanswered.id} | - .- -- --- -- -- -- --- --
  /v1/me/duties                                        | {debrief.id}    | - .- -- --- -- -- -- --- --
  /v1/me/duties                                        | {complaint.id}  | - -- -- --- -- -- .- --- --
`;

export function readMentions({ subjects }: Stage): Mention[] {
  const lines = table.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [path = '', what = '', cells = ''] = line.split('|').map((part) => part.trim());
      const given = [...cells.replaceAll(' ', '')];
      if (given.length !== callers.length) throw new Error(`this is no row of the table: ${line}`);
      const sees = Object.fromEntries(callers.map((caller, at) => [caller, given[at] === '.'])) as Mention['sees'];
      return { path: filled(path, subjects), what: filled(what, subjects), sees };
    });
}

function filled(text: string, subjects: Record<string, Ids>): string {
  return text.replaceAll(/\{(\w+)\.(\w+)\}/g, (_, subject: string, name: string) => {
    const value = subjects[subject]?.[name];
    if (typeof value !== 'string') throw new Error(`the stage has no ${subject}.${name}`);
    return value;
  });
}

/** Who is shown it and should not be, or is not and should. A refusal shows nothing. */
export async function wronglyShown({ address, tokens }: Stage, { path, what, sees }: Mention): Promise<string[]> {
  const wrong: string[] = [];
  for (const caller of callers) {
    const token = tokens[caller];
    const answer = await fetch(`${address}${path}`, token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
    const shown = answer.ok && (await answer.text()).includes(what);
    if (shown !== sees[caller]) wrong.push(`${path} ${shown ? 'shows' : 'hides'} ${what} as ${caller} (${answer.status})`);
  }
  return wrong;
}
