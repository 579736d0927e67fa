import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

export interface Checked {
  acknowledged: number;
  /** Acknowledged submissions with one row, one sealed entry about it and that entry's payload. */
  recorded: number;
  /** All rows and entries that are there; more than the acknowledged only where a measurement was cut. */
  rows: number;
  entries: number;
  /** Of the API's own: files on the disk that hash to what their row says. */
  files: number;
  filesExpected: number;
}

export interface Acknowledged {
  all: string[];
  /** Those of them that the API answered. */
  api: string[];
}

/** Compares what was acknowledged with what is in the database and on the disk. `owner` acts as the owner of the tables. */
export async function check(owner: pg.Client, dataDir: string, { all, api }: Acknowledged): Promise<Checked> {
  const one = async (sql: string, params: unknown[] = []): Promise<number> =>
    Number(((await owner.query<{ count: string }>(sql, params)).rows[0] as { count: string }).count);
  const hashes = await owner.query<{ sha256: string }>(
    `SELECT encode(ct_sha256, 'hex') AS sha256 FROM bid_submissions WHERE id = ANY ($1::uuid[])`,
    [api],
  );
  let files = 0;
  for (const { sha256 } of hashes.rows) if (await isThere(dataDir, sha256)) files += 1;
  return {
    acknowledged: all.length,
    recorded: await one(recorded, [all]),
    rows: await one('SELECT count(*) FROM bid_submissions'),
    entries: await one(`SELECT count(*) FROM audit_entries WHERE type = 'bid.submitted'`),
    files,
    filesExpected: api.length,
  };
}

const recorded = `
  SELECT count(*) FROM (
    SELECT acknowledged.id FROM (SELECT DISTINCT id FROM unnest($1::uuid[]) AS given (id)) acknowledged
      JOIN bid_submissions row ON row.id = acknowledged.id
      JOIN audit_entries entry ON entry.subject_id = row.id AND entry.type = 'bid.submitted' AND entry.sealed AND entry.tender_id = row.tender_id
      JOIN audit_payloads body ON body.entry_id = entry.id
       AND body.payload::json -> 'payload' ->> 'ciphertextSha256' = encode(row.ct_sha256, 'hex')
     GROUP BY acknowledged.id HAVING count(*) = 1
  ) once`;

/** What differs, in words; nothing where all is right. `cut`: a measurement was stopped with requests under way. */
export function differences(checked: Checked, cut: boolean): string[] {
  const { acknowledged, recorded: found, rows, entries, files, filesExpected } = checked;
  return [
    ...(found === acknowledged ? [] : [`${acknowledged} submissions were acknowledged, ${found} are rows with one audit entry`]),
    ...(rows === entries ? [] : [`${rows} rows, ${entries} audit entries`]),
    ...(rows === acknowledged || (cut && rows > acknowledged) ? [] : [`${rows} rows, ${acknowledged} acknowledged`]),
    ...(files === filesExpected ? [] : [`${filesExpected} sealed files were taken, ${files} are on the disk as they came`]),
  ];
}

async function isThere(dataDir: string, sha256: string): Promise<boolean> {
  const path = join(dataDir, 'blobs', 'sha256', sha256.slice(0, 2), sha256);
  const bytes = await readFile(path).catch(() => null);
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256;
}
