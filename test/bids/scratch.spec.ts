import pg from 'pg';
import { DataSource } from 'typeorm';
import { randomBytes, createHash, createHmac } from 'node:crypto';
import { createEmptyDatabase } from '../database.js';
import { Platform0001 } from '../../migrations/0001-platform.js';
import { Bids0005 } from '../../migrations/0005-bids.js';
import { newId } from '../../src/platform/unit-of-work.js';
import '../../src/platform/database.js';

class Stub { name='stub-0000000000003'; async up(r:any){ await r.query(`
 CREATE TABLE organizations(id uuid primary key, verified_at timestamptz, kinds text[] not null, parent_id uuid);
 CREATE TABLE control_relations(controller_id uuid, controlled_id uuid);
 CREATE TABLE tenders(id uuid primary key, procurer_id uuid, state text, published_at timestamptz, bids_close_at timestamptz, opens_at timestamptz, opened_at timestamptz);
 GRANT SELECT ON tenders, organizations TO ftz_app;
`);} async down(){} }

it('works', async () => {
  const db = await createEmptyDatabase();
  const {migrate} = await import('../../src/platform/migrate.js'); await migrate(db.ownerUrl, createHmac('sha256','devpass').update('ftz_app').digest('hex')).catch(e=>console.log('migrate', e.message)); await (async()=>{const c=new pg.Client({connectionString:db.ownerUrl}); await c.connect(); await c.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE, CREATE ON SCHEMA public TO ftz_owner; GRANT USAGE ON SCHEMA public TO ftz_app;'); await c.end();})();
  const ds = new DataSource({type:'postgres', url: db.ownerUrl, migrations:[Platform0001, Stub, Bids0005] as any, extra:{options:'-c role=ftz_owner -c timezone=UTC'}});
  await ds.initialize();
  try {
    await ds.runMigrations().catch((e:any)=>{console.log(e.message, e.driverError.position, e.driverError.where, String(e.query).slice(0,80)); throw e;});
    const [o, s1, t] = [newId(), newId(), newId()];
    await ds.query(`INSERT INTO organizations VALUES ($1, now(), '{procuring-entity}', null), ($2, now(), '{supplier}', null)`, [o, s1]);
    await ds.query(`INSERT INTO tenders VALUES ($1,$2,'open',now(), now()+interval '1h', now()+interval '2h', null)`, [t, o]);
    const call = (client: pg.Client | DataSource, act: string, key: string, sup = s1) => { const f = act==='withdrawal'?null:randomBytes(32);
      return (client as any).query('SELECT * FROM submit_bid($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)', [newId(), t, sup, s1, act, f, f&&randomBytes(64), f&&5, key, 'fp', null, newId(), randomBytes(32)]).then((r:any)=>r.rows??r).catch((e:any)=>[e.code,e.message,e.detail]); };
    const app = new pg.Client({connectionString: db.ownerUrl, options:'-c role=ftz_app -c timezone=UTC'}); await app.connect();
    console.log(await call(app,'submission','k1'));
    console.log(await call(app,'submission','k1'));
    console.log(await call(app,'submission','k2'));
    console.log(await call(app,'replacement','k3'));
    console.log(await call(app,'withdrawal','k4'), await call(app,'withdrawal','k5'), await call(app,'replacement','k6'));
    console.log(await call(app,'submission','k7'));
    console.log(await call(app,'submission','k8', o));
    for (const q of ['SELECT * FROM bid_submissions', 'SELECT count(*) FROM audit_entries', 'SELECT count(*) FROM audit_payloads','SELECT * FROM bids_for_opening($1)'])
      console.log(q, await app.query(q, q.includes('$1')?[t]:[]).then(r=>r.rows).catch(e=>e.message));
    await ds.query(`UPDATE tenders SET bids_close_at = now()- interval '1h', opens_at = now() - interval '1m'`);
    console.log(await call(app,'replacement','k9'));
    console.log((await app.query('SELECT * FROM bids_for_opening($1)', [t])).rows, (await app.query('SELECT * FROM receipts_for_opening($1)', [t])).rows);
    console.log(await ds.query('select payload from audit_payloads limit 2'));
    await ds.undoLastMigration();
    await app.end();
  } finally { await ds.destroy(); await db.drop(); }
});
