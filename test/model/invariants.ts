import { priceOf, type Subject } from './subject.js';
import type { Model } from './tender-state.js';

interface Found {
  /** Rows, entries and previous rows of the sealed bids. */
  rows: number;
  entries: number;
  late: number;
  openedToo: number;
  missed: number;
  unlawful: number;
  wrongAmounts: number;
  oneLanguage: number;
}

/**
 * Design, section 5, of what is built: 1 each receipted act has one row and one leaf; 2 none after the deadline or the opening; 3 what was
 * opened is what was receipted, less withdrawals; 6 each change of state has one entry; 7 no contract under a hold or a standstill;
 * 10 the contract is the bid, to the fen; 11 each notice has both languages. Gives what is broken, or null.
 */
export async function brokenInvariants(subject: Subject, model: Model): Promise<string | null> {
  const [found] = await subject.app.sql<Found>(counted, [subject.id]);
  const { rows, entries, ...wrong } = found as Found;
  if (rows !== model.receipts || entries !== model.receipts)
    return `${model.receipts} receipts have ${rows} rows and ${entries} audit entries (invariant 1)`;
  const broken = Object.entries(wrong).filter(([, count]) => count !== 0);
  if (broken.length > 0) return `invariants: ${broken.map(([name, count]) => `${name} ${count}`).join(', ')}`;
  return (await entriesDiffer(subject, model)) ?? amountDiffers(subject, model);
}

const counted = `
  SELECT (SELECT count(*)::int FROM bid_submissions WHERE tender_id = $1) AS rows,
         (SELECT count(*)::int FROM audit_entries entry JOIN bid_submissions one ON one.id = entry.subject_id
           WHERE entry.tender_id = $1 AND entry.type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn')) AS entries,
         (SELECT count(*)::int FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id
           WHERE one.tender_id = $1 AND (one.received_at >= tenders.bids_close_at OR one.received_at >= tenders.opened_at)) AS late,
         (SELECT count(*)::int FROM opened_bids bid JOIN bid_submissions one ON one.id = bid.id
           WHERE bid.tender_id = $1 AND (one.action = 'withdrawal' OR EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = one.id))) AS "openedToo",
         (SELECT count(*)::int FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id AND tenders.opened_at IS NOT NULL
           WHERE one.tender_id = $1 AND one.action <> 'withdrawal'
             AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = one.id)
             AND NOT EXISTS (SELECT FROM opened_bids bid WHERE bid.id = one.id AND bid.ciphertext_sha256 = encode(one.ct_sha256, 'hex'))) AS missed,
         (SELECT count(*)::int FROM contracts contract JOIN awards award ON award.id = contract.award_id
           WHERE contract.tender_id = $1 AND (contract.signed_at < award.standstill_ends_at OR EXISTS (
             SELECT FROM procedure_holds hold WHERE hold.tender_id = $1 AND hold.placed_at < contract.signed_at
                AND (hold.released_at IS NULL OR hold.released_at > contract.signed_at)
                AND (hold.ends_on IS NULL OR hold.ends_on >= (contract.signed_at AT TIME ZONE 'Asia/Shanghai')::date)))) AS unlawful,
         (SELECT count(*)::int FROM contracts contract JOIN awards award ON award.id = contract.award_id
           LEFT JOIN opened_bids bid ON bid.id = award.bid_id
           WHERE contract.tender_id = $1 AND (contract.amount <> award.amount OR contract.amount <> coalesce(bid.price, award.amount))) AS "wrongAmounts",
         (SELECT count(*)::int FROM tender_notices notice WHERE notice.tender_id = $1 AND (notice.content -> 'title') IS NOT NULL
             AND NOT (notice.content -> 'title' ?& ARRAY['zh', 'en'])) AS "oneLanguage"`;

/** The trail's word for each event of a tender's life. */
const entryTypes: Record<string, string> = {
  'tender approve': 'tender.approved',
  'tender publish': 'tender.published',
  'tender publish-prequalification': 'tender.prequalification-published',
  'tender publish-direct': 'single-source.announced',
  'tender shortlist': 'tender.shortlisted',
  'tender invite': 'tender.invited',
  'tender amend': 'tender.amended',
  'tender open': 'tender.opened',
  'tender evaluate': 'tender.evaluated',
  'tender award': 'tender.awarded',
  'tender award-direct': 'tender.awarded',
  'tender contract': 'contract.signed',
  'tender complete': 'contract.completed',
  'tender fail': 'tender.failed',
  'tender cancel': 'tender.cancelled',
  'bid open': 'bid.opened',
  'bid find-defective': 'bid.found-defective',
  'bid reject': 'bid.rejected',
  'bid replace': 'bid.replaced',
  'bid withdraw': 'bid.withdrawn',
};

async function entriesDiffer({ app, id }: Subject, { events }: Model): Promise<string | null> {
  const rows = await app.sql<{ type: string; count: number }>(
    'SELECT type, count(*)::int AS count FROM audit_entries WHERE tender_id = $1 GROUP BY type',
    [id],
  );
  const found = new Map(rows.map((row) => [row.type, row.count]));
  const types = new Set(Object.values(entryTypes));
  const wrong = [...types].filter(
    (type) => events.filter((event) => entryTypes[event] === type).length !== (found.get(type) ?? 0),
  );
  return wrong.length === 0 ? null : `audit entries do not fit what happened: ${wrong.join(', ')} (invariant 6)`;
}

async function amountDiffers({ app, id }: Subject, { contract, award, method }: Model): Promise<string | null> {
  const rows = await app.sql<{ amount: string }>('SELECT amount::text FROM contracts WHERE tender_id = $1', [id]);
  const expected = contract && award ? (method === 'single-source' ? '780000.00' : priceOf(award.to)) : undefined;
  return rows[0]?.amount === expected ? null : `expected a contract at ${expected}, was ${rows[0]?.amount} (invariant 10)`;
}
