import { bidMachine } from '../../src/rules/bid.machine.js';
import { challengeMachine } from '../../src/rules/challenge.machine.js';
import { complaintMachine } from '../../src/rules/complaint.machine.js';
import { tenderMachine } from '../../src/rules/tender.machine.js';
import { ownerClient } from '../../src/platform/database.js';
import { createTestDatabase } from '../database.js';

const lifeCycles: Record<string, readonly string[]> = {
  tenders: tenderMachine.states,
  opened_bids: bidMachine.states,
  challenges: challengeMachine.states,
  complaints: complaintMachine.states,
};

/** Their `state` is no life cycle of the law. */
const others = [
  'access_recoveries',
  'exclusions',
  'mail_deliveries',
  'planned_notices',
  'tender_amendments',
  'awards',
  'contracts',
  'debriefs',
  'evaluation_reports',
  'membership_requests',
  'single_source_objections',
  'committee_members',
  'contract_changes',
  'contract_payments',
  'inquiry_bids',
  'lot_non_awards',
  'organization_principals',
  'recusal_requests',
  'security_forfeitures',
  'contract_refusals',
  'registrar_proposals',
  'disposals',
  'complainant_flags',
  'document_redactions',
  'ordered_remedies',
  'reviewer_recusal_requests',
];

/** Every CHECK on a column `state` alone, from the database's own catalogue. */
const checksSql = `
  SELECT constrained.conrelid::regclass::text AS "table", pg_get_constraintdef(constrained.oid) AS definition
    FROM pg_constraint constrained
    JOIN pg_attribute attribute ON attribute.attrelid = constrained.conrelid AND ARRAY[attribute.attnum] = constrained.conkey
   WHERE constrained.contype = 'c' AND attribute.attname = 'state' AND constrained.connamespace = 'public'::regnamespace`;

const columnsSql = `
  SELECT table_name AS "table" FROM information_schema.columns
   WHERE table_schema = 'public' AND column_name = 'state' AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')`;

describe('the states of the law and of the database', () => {
  let checks: { table: string; definition: string }[];
  let tables: string[];

  beforeAll(async () => {
    const database = await createTestDatabase();
    const owner = await ownerClient(database.ownerUrl);
    checks = (await owner.query<{ table: string; definition: string }>(checksSql)).rows;
    tables = (await owner.query<{ table: string }>(columnsSql)).rows.map((row) => row.table);
    await owner.end();
    await database.drop();
  });

  it.each(Object.entries(lifeCycles))(
    '%s: the CHECK names the states of the table of rows, no more and no fewer',
    (table, states) => {
      const own = checks.filter((check) => check.table === table);
      expect(own).toHaveLength(1);
      const named = [...(own[0]?.definition ?? '').matchAll(/'([^']+)'::text/g)].map((match) => match[1]);
      expect(named.sort()).toEqual([...states].sort());
    },
  );

  it('no table has a state that is neither compared nor named here', () => {
    expect(tables.sort()).toEqual([...Object.keys(lifeCycles), ...others].sort());
  });
});
