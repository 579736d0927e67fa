import type { Reader } from '../platform/reads.js';

/** One table of a bundle: its rows as JSON texts, `$1` being the tender. */
export interface BundledTable {
  name: string;
  rows: string;
}

const ofComplaint = 'complaint_id IN (SELECT id FROM complaints WHERE tender_id = $1)';

/** What goes with a tender by way of another of its rows. */
const through: Readonly<Record<string, string>> = {
  tenders: 'id = $1',
  application_decisions: 'application_id IN (SELECT id FROM applications WHERE tender_id = $1)',
  award_evidence: 'award_id IN (SELECT id FROM awards WHERE tender_id = $1)',
  breach_statements:
    'breach_id IN (SELECT id FROM contract_breaches WHERE contract_id IN (SELECT id FROM contracts WHERE tender_id = $1))',
  challenge_messages: 'challenge_id IN (SELECT id FROM challenges WHERE tender_id = $1)',
  complaint_rulings: ofComplaint,
  contract_awards: 'contract_id IN (SELECT id FROM contracts WHERE tender_id = $1)',
  contract_breaches: 'contract_id IN (SELECT id FROM contracts WHERE tender_id = $1)',
  delivery_receipts: 'delivery_id IN (SELECT id FROM deliveries WHERE tender_id = $1)',
  inquiry_opinions: 'inquiry_bid_id IN (SELECT id FROM inquiry_bids WHERE tender_id = $1)',
  lock_shares: 'deal_id IN (SELECT id FROM lock_deals WHERE tender_id = $1)',
  opened_file_keys: 'bid_id IN (SELECT id FROM opened_bids WHERE tender_id = $1)',
  outages: 'id IN (SELECT outage_id FROM outage_extensions WHERE tender_id = $1)',
  planned_notice_versions: 'planned_notice_id IN (SELECT planned_notice_id FROM planned_notice_uses WHERE tender_id = $1)',
  planned_notices: 'id IN (SELECT planned_notice_id FROM planned_notice_uses WHERE tender_id = $1)',
  price_corrections: 'bid_id IN (SELECT id FROM opened_bids WHERE tender_id = $1)',
  reviewer_recusals: ofComplaint,
  security_extensions: 'security_id IN (SELECT id FROM securities WHERE tender_id = $1)',
  session_shares: 'session_id IN (SELECT id FROM share_sessions WHERE tender_id = $1)',
  share_confirmations: 'deal_id IN (SELECT id FROM lock_deals WHERE tender_id = $1)',
  case_accesses: ofComplaint,
  case_assistants: ofComplaint,
  case_disclosures: ofComplaint,
  complaint_hearings: ofComplaint,
  complaint_respondents: ofComplaint,
  complaint_statements: ofComplaint,
  reviewer_assignments: ofComplaint,
  reviewer_declarations: ofComplaint,
  disposal_approvals: 'disposal_id IN (SELECT id FROM disposals WHERE tender_id = $1)',
  disposal_blobs: 'disposal_id IN (SELECT id FROM disposals WHERE tender_id = $1)',
  knowledge_contests: 'challenge_id IN (SELECT id FROM challenges WHERE tender_id = $1)',
};

/** What the service reads through a function alone: `archived_rows` says when. */
const guarded = ['bid_confirmations', 'bid_submissions', 'document_downloads', 'draw_seeds'];

/** Reading a bundle is an entry of the trail, but no act of the procurement: with it, a bundle would never be the same twice. */
export const readingType = 'archive.bundle-read';

/** Only what has its place in the log: the rest is an act that is under way. */
const sequenced = `type <> '${readingType}' AND EXISTS (SELECT FROM log_entries WHERE entry_id = one.id)`;

/** Who and what the rows name, by the ids that stand in them; `$1` is the list of those. */
export const partyTables: readonly BundledTable[] = [
  { name: 'organizations', rows: rowsOf('organizations', 'id = ANY ($1)') },
  { name: 'people', rows: rowsOf('people', 'id = ANY ($1)') },
  { name: 'custodian_keys', rows: rowsOf('custodian_keys', 'id = ANY ($1)') },
  { name: 'delegations', rows: rowsOf('delegations', 'id = ANY ($1)') },
  { name: 'experts', rows: rowsOf('experts', 'id = ANY ($1)') },
  {
    name: 'memberships',
    rows: rowsOf('memberships', 'person_id = ANY ($1) AND (organization_id IS NULL OR organization_id = ANY ($1))'),
  },
  { name: 'control_relations', rows: rowsOf('control_relations', 'controller_id = ANY ($1) AND controlled_id = ANY ($1)') },
  { name: 'calendar_years', rows: rowsOf('calendar_years', '$1::uuid[] IS NOT NULL') },
];

/** Tables that no bundle has: what only runs the service, or belongs to no procurement. */
export const leftOut: Readonly<Record<string, string>> = {
  access_recoveries: 'of a person',
  alarms: 'runs the service',
  audit_payloads: 'in data/entries.jsonl',
  audit_pending: 'runs the service',
  bid_uploads: 'unfinished',
  deputies: 'of an organisation',
  effects: 'runs the service',
  email_verifications: 'of a person',
  idempotency_keys: 'runs the service',
  licence_verifications: 'of an organisation',
  licences: 'of an organisation',
  log_cadence: 'runs the service',
  log_checkpoints: 'of the whole log',
  log_cosignatures: 'of the whole log',
  log_entries: 'in data/entries.jsonl',
  log_nodes: 'in the tiles of the log',
  log_roots: 'in data/bundle.json',
  mail_deliveries: 'runs the service',
  mail_items: 'runs the service',
  membership_requests: 'of a person',
  migrations: 'runs the service',
  notification_settings: 'of a person',
  organization_principals: 'of an organisation',
  outbox: 'runs the service',
  reference_counters: 'counted again from the reference numbers',
  registrar_appointments: 'of a person',
  registrar_proposals: 'of a person',
  retired_subjects: 'of a person',
  tender_template_versions: 'of an organisation',
  tender_templates: 'of an organisation',
  verifications: 'of an organisation',
  archive_findings: 'of the whole record',
  complainant_flags: 'of a person who looks at them',
  forgotten_rows: 'of the whole record',
  person_corrections: 'of a person',
  red_flag_scans: 'runs the service',
  rehash_state: 'runs the service',
  retention_due: 'runs the service',
  reviewer_draw_seeds: 'secret; each is in the draw that used it',
  restorations: 'of the whole record',
  row_seals: 'those of the procurement in data/seals.jsonl',
  sealed_acts: 'of the whole record',
  unrestored_files: 'of the whole record',
  unrestored_seals: 'of the whole record',
};

/** Every table that has something of one tender; one that a later migration adds is among them by its column `tender_id`. */
export async function tablesOfTender(reader: Reader): Promise<BundledTable[]> {
  const found = await reader.query<{ name: string }>(
    `SELECT class.relname AS name FROM pg_class class JOIN pg_attribute col ON col.attrelid = class.oid AND col.attname = 'tender_id'
      WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r' AND NOT col.attisdropped`,
  );
  const direct = found.map((one) => one.name).filter((name) => !guarded.includes(name) && !Object.hasOwn(leftOut, name));
  const tables = [
    ...direct.map((name) => ({
      name,
      rows: rowsOf(name, name === 'audit_entries' ? `tender_id = $1 AND ${sequenced}` : 'tender_id = $1'),
    })),
    ...Object.entries(through).map(([name, where]) => ({ name, rows: rowsOf(name, where) })),
    ...guarded.map((name) => ({
      name,
      rows: `SELECT one::text COLLATE "C" AS row FROM archived_rows($1, '${name}') one ORDER BY 1`,
    })),
  ];
  return tables.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function rowsOf(name: string, where: string): string {
  return `SELECT to_jsonb(one)::text COLLATE "C" AS row FROM ${name} one WHERE ${where} ORDER BY 1`;
}
