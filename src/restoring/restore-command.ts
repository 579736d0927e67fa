import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { harmless } from '../bids/bid-fault.js';
import { CommandFault } from '../platform/command-fault.js';
import { BlobStore } from '../platform/blob-store.js';
import { readS3Config, type Config } from '../platform/config.js';
import { errorText } from '../platform/error-text.js';
import { hasSigningKey, SigningKeys } from '../platform/signing-keys.js';
import { ownerClient } from '../platform/database.js';
import { newId } from '../platform/unit-of-work.js';
import { Findings } from '../verification/findings.js';
import { readLogKeys } from '../verification/check-checkpoint.js';
import { readJson, type Given, type Named } from '../verification/inputs.js';
import type { Trusted } from '../verification/verify-bundle.js';
import type { Lines } from '../verification/verify-command.js';
import { openBundle, type OpenedBundle } from './opened-bundle.js';
import { beginRestoration, noteFilesLeft, recordRestoration } from './record-restoration.js';
import { restoreDocuments } from './restore-documents.js';
import { restoreLog } from './restore-log.js';
import { restoreRows } from './restore-rows.js';
import { restoreSeals } from './restore-seals.js';

const help = `npm run --silent restore -- --log FOLDER [--keys FILE] [--log-key FILE [--witness-key FILE]] <bundle> …
把采购档案包恢复到一个空的、已迁移的数据库。 Makes the record again from bundles, in a database that is empty and migrated.

  <bundle>   档案包，文件夹或tar bundles, as folders or tars: GET /v1/archive/tenders/{id}/bundle
  --log      按 /v1/log 之下的路径下载的日志块，不早于各档案包 the tiles of the log, downloaded under their paths below /v1/log, no older than the bundles
  --keys     平台公布的签名密钥；未给出时以DATA_DIR/keys为准 the keys that the platform publishes: GET /v1/keys; where not given, those in DATA_DIR/keys
  --log-key  日志的验证密钥，每行一个；未给出时不核验日志的签名 the log's verifier keys, one a line; where not given, its signatures are not checked
  --witness-key 见证人的验证密钥，每行一个 those of its witnesses, one a line

  DATABASE_OWNER_URL 数据库所有者的地址 the address of the database's owner      DATA_DIR, S3_URL … 文件存放处，与服务相同 where documents are kept, as of the service
  密钥文件（DATA_DIR/keys）不在档案包内，须另行恢复。 The key files (DATA_DIR/keys) are in no bundle: they are brought back apart.
  退出码 exit code: 0 已恢复 restored; 1 档案包不成立，未作改动 a bundle does not hold, nothing was changed; 2 用法不对或不能恢复 wrong use, or it cannot be restored
`;

const terminal: Lines = {
  out: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
};

/** The command `npm run restore`, given in `folder`: its exit code. Nothing is changed unless all of it is. */
export async function restoreCommand(
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  lines: Lines = terminal,
): Promise<number> {
  const bundles: OpenedBundle[] = [];
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { log: text, keys: text, 'log-key': text, 'witness-key': text, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const { DATABASE_OWNER_URL: ownerUrl, DATA_DIR: dataDir } = env;
    if (values.help || !values.log || positionals.length === 0) {
      (values.help ? lines.out : lines.say)(help);
      return values.help ? 0 : 2;
    }
    if (!ownerUrl)
      throw new CommandFault({
        zh: '缺少 DATABASE_OWNER_URL；用法见 --help。',
        en: 'DATABASE_OWNER_URL is missing; see --help.',
      });
    const at = (name: string): Named => ({ name, path: resolve(folder, name) });
    const [logKey = null, witnessKey = null] = [values['log-key'], values['witness-key']].map((name) =>
      name === undefined ? null : at(name),
    );
    const kept = { dataDir: resolve(folder, dataDir ?? '.data'), s3: readS3Config(env) };
    const trusted = {
      keys: values.keys === undefined ? ownKeys(kept.dataDir) : await readJson(at(values.keys)),
      logKeys: (logKey ?? witnessKey) ? await readLogKeys(logKey, witnessKey) : null,
    };
    for (const name of positionals) {
      const opened = await opening(at(name), trusted, lines);
      if (!opened) return 1;
      bundles.push(opened);
    }
    await restoreAll(ownerUrl, kept, at(values.log), bundles, lines);
    return 0;
  } catch (error) {
    const detail = error instanceof CommandFault ? error.detail : { zh: '不能恢复：', en: errorText(error) };
    lines.say(harmless(`${detail.zh} ${detail.en}`));
    return 2;
  } finally {
    for (const one of bundles) await one.remove();
  }
}

/** A bundle says itself whose it is: it is believed by keys that came another way. Throws CommandFault where there are none. */
function ownKeys(dataDir: string): Given {
  if (!hasSigningKey(dataDir))
    throw new CommandFault({
      zh: 'DATA_DIR/keys 中没有平台的签名密钥：请先恢复密钥文件，或给出 --keys。',
      en: 'DATA_DIR/keys does not have the platform’s key: bring the key files back first, or give --keys.',
    });
  return { file: 'DATA_DIR/keys', pointer: '', value: new SigningKeys({ dataDir }).publicKeys() };
}

async function opening(bundle: Named, trusted: Trusted, lines: Lines): Promise<OpenedBundle | null> {
  const findings = new Findings();
  const opened = await openBundle(bundle, trusted, findings);
  for (const line of findings.lines()) (opened ? lines.say : lines.out)(line);
  return opened;
}

async function restoreAll(
  ownerUrl: string,
  kept: Pick<Config, 'dataDir' | 's3'>,
  log: Named,
  bundles: readonly OpenedBundle[],
  lines: Lines,
): Promise<void> {
  const client = await ownerClient(ownerUrl);
  const blobs = new BlobStore(kept);
  try {
    await blobs.onModuleInit();
    await client.query('BEGIN');
    await requireEmpty(client);
    const counts = await restoreRows(client, bundles);
    const tree = await restoreLog(client, log, bundles);
    let documents = 0;
    for (const bundle of bundles) documents += await restoreDocuments(client, blobs, bundle);
    const id = newId();
    await beginRestoration(client, id, bundles, tree);
    const unproven = await restoreSeals(client, id);
    const files = await noteFilesLeft(client, blobs, id);
    await recordRestoration(client, id, { bundles, log: tree, unproven, files });
    await client.query('COMMIT');
    lines.out(`已恢复 RESTORED ${bundles.length} 个采购项目 procurements, ${sum(counts)} 行 rows, ${documents} 份文件 documents`);
    lines.out(`其中未经条目证明 OF THESE NOT PROVED BY AN ENTRY ${sum(unproven)} 行 rows（archive.restored）`);
    lines.out(`日志 LOG ${tree.size} ${tree.root}`);
  } finally {
    await client.end();
    await blobs.onApplicationShutdown();
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows: tables } = await client.query(`SELECT 1 FROM pg_class WHERE oid = to_regclass('public.log_nodes')`);
  if (tables.length === 0)
    throw new CommandFault({
      zh: '数据库尚未迁移：node dist/src/platform/migrate.js。',
      en: 'The database is not migrated: node dist/src/platform/migrate.js.',
    });
  const { rows } = await client.query<{ filled: boolean }>(
    `SELECT EXISTS (SELECT FROM audit_entries) OR EXISTS (SELECT FROM tenders) OR EXISTS (SELECT FROM organizations)
         OR EXISTS (SELECT FROM log_nodes) AS filled`,
  );
  if (rows[0]?.filled) throw new CommandFault({ zh: '数据库不是空的。', en: 'The database is not empty.' });
}
