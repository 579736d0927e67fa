import type pg from 'pg';

/** Nodes of generated leaves from one size of the tree to another, by the database itself, and the root of the larger. Their entries are not there. */
export async function layLeaves(owner: pg.Client, from: number, to: number): Promise<void> {
  await owner.query(
    `INSERT INTO log_nodes (level, index, hash) SELECT 0, leaf, sha256('\\x00'::bytea || int8send(leaf)) FROM generate_series($1::bigint, $2::bigint - 1) leaf`,
    [from, to],
  );
  for (let level = 1, width = 2; width <= to; level += 1, width *= 2)
    await owner.query(
      `INSERT INTO log_nodes (level, index, hash)
       SELECT $1::int, place, sha256('\\x01'::bytea || lower.hash || upper.hash) FROM generate_series($2::bigint, $3::bigint) place
         JOIN log_nodes lower ON lower.level = $1::int - 1 AND lower.index = 2 * place JOIN log_nodes upper ON upper.level = $1::int - 1 AND upper.index = 2 * place + 1`,
      [level, Math.floor((from + width) / width) - 1, Math.floor(to / width) - 1],
    );
  await owner.query('INSERT INTO log_roots (size, root, recorded_at) VALUES ($1, root_at($1), platform_now())', [to]);
  // As years of service leave them: what so many rows at once owe the disk is no cost of an append.
  await owner.query('VACUUM (ANALYZE) log_nodes, log_roots');
}

/** Entries that wait for their places, as the service's transactions leave them. */
export async function layEntries(owner: pg.Client, count: number): Promise<void> {
  await owner.query(
    `WITH made AS (SELECT gen_random_uuid() AS id, format('{"type":"bench.entry","n":"%s"}', n) AS leaf FROM generate_series(1, $1::int) n)
     INSERT INTO audit_entries (id, type, subject_kind, recorded_at, sealed, leaf, leaf_hash)
     SELECT id, 'bench.entry', 'bench', platform_now(), false, leaf, sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')) FROM made`,
    [count],
  );
}
