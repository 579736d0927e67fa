import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { CaseAccess, CaseAssistant, CaseDisclosure } from './case-file.entity.js';
import type { Complaint } from './complaint.entity.js';

export type FileReader = 'complainant' | 'procurer' | 'reviewer';

/** An item of the case file (案卷), with who may read it; what is disclosed of it stands beside. */
export interface FileItem {
  ref: string;
  kind: string;
  at: Instant;
  /** Whose it is; null for what belongs to no organisation. */
  ownerId: string | null;
  /** Read by its owner and the reviewer, each reading on record. */
  confidential: boolean;
  openTo: FileReader[];
  /** Organisations to which the reviewer has disclosed something of it. */
  disclosedTo: string[];
}

/** One row for each item: the letters of the parties, the acts of the review, and the procurement's own record. */
const itemsSql = `
  SELECT 'challenge' AS ref, 'challenge' AS kind, received_at AS at, supplier_id AS owner, false AS confidential FROM challenges WHERE id = $2
  UNION ALL SELECT 'reply', 'reply', replied_at, procurer_id, false FROM challenges WHERE id = $2 AND replied_at IS NOT NULL
  UNION ALL SELECT 'complaint', 'complaint', received_at, complainant_id, false FROM complaints WHERE id = $1
  UNION ALL SELECT 'statement:' || id, kind, submitted_at, organization_id, false FROM complaint_statements WHERE complaint_id = $1 AND kind <> 'waiver'
  UNION ALL SELECT 'hearing:' || number, 'hearing', called_at, NULL, false FROM complaint_hearings WHERE complaint_id = $1
  UNION ALL SELECT 'assignment:' || number, 'assignment', drawn_at, NULL, false FROM reviewer_assignments WHERE complaint_id = $1
  UNION ALL SELECT 'order:' || id, 'order', placed_at, NULL, false FROM procedure_holds WHERE cause_id = $1 AND kind = 'suspension'
  UNION ALL SELECT 'ruling', 'ruling', decided_at, NULL, false FROM complaint_rulings WHERE complaint_id = $1
  UNION ALL SELECT 'notice:' || version, 'notice', published_at, $4, false FROM tender_notices WHERE tender_id = $3
  UNION ALL SELECT 'report:' || id, 'report', recorded_at, $4, true FROM evaluation_reports WHERE tender_id = $3
  UNION ALL SELECT 'bid:' || id, 'bid', received_at, supplier_id, true FROM opened_bids WHERE tender_id = $3`;

type FileRow = Omit<FileItem, 'openTo'>;

/** The file in the order of time; one item where its name is given. Bounded by the procurement: its notices, reports and opened bids. */
export async function fileOf(reader: Reader, complaint: Complaint, ref: string | null = null): Promise<FileItem[]> {
  const { id, challengeId, tenderId, procurerId, complainantId } = complaint;
  const rows = await reader.query<FileRow>(
    `SELECT ref, kind, at, owner AS "ownerId", confidential,
            ARRAY(SELECT DISTINCT organization_id::text FROM case_disclosures WHERE complaint_id = $1 AND item = file.ref) AS "disclosedTo"
       FROM (${itemsSql}) AS file WHERE $5::text IS NULL OR ref = $5 ORDER BY at, ref`,
    [id, challengeId, tenderId, procurerId, ref],
  );
  return rows.map((row) => {
    const mine = (party: string): boolean => !row.confidential || row.ownerId === party;
    const parties = [
      ...(mine(complainantId) ? (['complainant'] as const) : []),
      ...(mine(procurerId) ? (['procurer'] as const) : []),
    ];
    return { ...row, openTo: [...parties, 'reviewer' as const] };
  });
}

const statement =
  'SELECT to_jsonb(one) AS content FROM (SELECT text, evidence, submitted_at FROM complaint_statements WHERE complaint_id = $1 AND id::text = $4) one';

const contents: Record<string, string> = {
  challenge:
    'SELECT to_jsonb(one) AS content FROM (SELECT subject, matters, request, received_at FROM challenges WHERE id = $2) one',
  reply: 'SELECT reply AS content FROM challenges WHERE id = $2',
  complaint: 'SELECT to_jsonb(one) AS content FROM (SELECT matters, request, received_at FROM complaints WHERE id = $1) one',
  explanation: statement,
  rejoinder: statement,
  hearing:
    'SELECT to_jsonb(one) AS content FROM (SELECT held_at, place, link, invited, languages, attendance, minutes, cancellation FROM complaint_hearings WHERE complaint_id = $1 AND number::text = $4) one',
  assignment: 'SELECT draw AS content FROM reviewer_assignments WHERE complaint_id = $1 AND number::text = $4',
  order:
    'SELECT to_jsonb(one) AS content FROM (SELECT placed_at, ends_on, released_at FROM procedure_holds WHERE id::text = $4) one',
  ruling:
    'SELECT to_jsonb(one) AS content FROM (SELECT outcome, ground, findings, remedies, reasons, decided_at FROM complaint_rulings WHERE complaint_id = $1) one',
  notice: 'SELECT content FROM tender_notices WHERE tender_id = $3 AND version::text = $4',
  report: 'SELECT report AS content FROM evaluation_reports WHERE tender_id = $3 AND id::text = $4',
  bid: 'SELECT to_jsonb(one) AS content FROM (SELECT supplier_id, price, content FROM opened_bids WHERE tender_id = $3 AND id::text = $4) one',
};

/** What an item says. */
export async function contentOf(reader: Reader, { id, challengeId, tenderId }: Complaint, item: FileItem): Promise<unknown> {
  const sql = contents[item.kind] as string;
  // Every statement gets every parameter, used or not.
  const rows = await reader.query<{ content: unknown }>(
    `SELECT content FROM (${sql}) AS item WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND $3::uuid IS NOT NULL AND $4::text IS NOT NULL`,
    [id, challengeId, tenderId, item.ref.split(':')[1] ?? ''],
  );
  return rows[0]?.content ?? null;
}

export type AccessAnswer = Omit<CaseAccess, 'complaintId'> & { name: Bilingual };

/** Who read what, the last first; of one owner where it is given. */
export async function pageOfAccesses(
  reader: Reader,
  complaintId: string,
  ownerId: string | null,
  page: PageQuery,
): Promise<Page<AccessAnswer>> {
  const limit = limitOf(page);
  const rows = await reader.query<AccessAnswer>(
    `SELECT one.id, one.item, one.owner_id AS "ownerId", one.person_id AS "personId", person.name, one.organization_id AS "organizationId",
            one.capacity, one.read_at AS "readAt"
       FROM case_accesses one JOIN people person ON person.id = one.person_id
      WHERE one.complaint_id = $1 AND ($2::uuid IS NULL OR one.owner_id = $2) AND ($3::uuid IS NULL OR one.id < $3)
      ORDER BY one.id DESC LIMIT $4`,
    [complaintId, ownerId, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

const disclosureColumns = `id, complaint_id AS "complaintId", item, organization_id AS "organizationId", text, reasons, disclosed_by AS "disclosedBy",
  disclosed_at AS "disclosedAt"`;

/** Without their texts, the last first; to one organisation where it is given. */
export async function pageOfDisclosures(
  reader: Reader,
  complaintId: string,
  organizationId: string | null,
  page: PageQuery,
): Promise<Page<Omit<CaseDisclosure, 'text'>>> {
  const limit = limitOf(page);
  const rows = await reader.query<CaseDisclosure>(
    `SELECT ${disclosureColumns} FROM case_disclosures WHERE complaint_id = $1 AND ($2::uuid IS NULL OR organization_id = $2)
        AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [complaintId, organizationId, page.after ?? null, limit + 1],
  );
  const { items, next } = pageOf(rows, limit);
  return { items: items.map(({ text: _told, ...head }) => head), next };
}

export async function disclosureOf(reader: Reader, complaintId: string, id: string): Promise<CaseDisclosure | null> {
  const rows = await reader.query<CaseDisclosure>(
    `SELECT ${disclosureColumns} FROM case_disclosures WHERE complaint_id = $1 AND id = $2`,
    [complaintId, id],
  );
  return rows[0] ?? null;
}

const assistantColumns = `id, version, complaint_id AS "complaintId", person_id AS "personId", capacity, items, until, let_in_by AS "letInBy",
  let_in_at AS "letInAt", conflict, declared_at AS "declaredAt", ended_at AS "endedAt"`;

/** The last first. */
export async function pageOfAssistants(reader: Reader, complaintId: string, page: PageQuery): Promise<Page<CaseAssistant>> {
  const limit = limitOf(page);
  const rows = await reader.query<CaseAssistant>(
    `SELECT ${assistantColumns} FROM case_assistants WHERE complaint_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [complaintId, page.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** As whom the person is let into the case at this moment; null where it is not. */
export async function assistantOf(reader: Reader, complaintId: string, personId: string): Promise<CaseAssistant | null> {
  const rows = await reader.query<CaseAssistant>(
    `SELECT ${assistantColumns} FROM case_assistants WHERE complaint_id = $1 AND person_id = $2 AND ended_at IS NULL AND until > platform_now()`,
    [complaintId, personId],
  );
  return rows[0] ?? null;
}
