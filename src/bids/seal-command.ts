import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bilingual } from '../rules/breach.js';
import { locksOf, type BidCheck } from './check-bid.js';
import { documentBytesMax } from './bid-documents.js';
import { packBid } from './pack-bid.js';
import { prepareBid, type Prepared } from './seal-inputs.js';
import { CommandFault } from '../platform/command-fault.js';
import { sealInTwo, tellLocks, type Console } from './seal-in-two.js';
import { ownIdentity, readOwnCopy, writeSealed, type Written } from './seal-outputs.js';
import { receiptFaults } from './verify-receipt.js';

const usage: Bilingual = {
  zh: `用法：
  npm run seal -- --tender <网址或文件> --form <bid.json> [--out bid.age] [附件…]      核对、密封并自留副本
  两步开标的项目：同一命令写出两个密封文件（资格、报价）；报价附件用 --price-document <文件>（可多次）
  npm run seal -- check --tender … --form … [附件…]                                  只核对
  npm run --silent seal -- open-copy <bid.own.age> [--document <附件名>]              读取自留副本（附件写到标准输出）
  npm run seal -- verify-receipt --receipt <回执> --keys <网址或文件> [--file <bid.age>] [--copy <bid.own.age>]
  --identity <文件>：自留副本的密钥，首次使用时生成，默认 ~/.ftz-seal/own-copy.key
  --incomplete：有缺项仍密封`,
  en: `Usage:
  npm run seal -- --tender <address or file> --form <bid.json> [--out bid.age] [documents…]   check, seal, keep an own copy
  Where prices are opened later, the same command writes two sealed files; --price-document <file>, as often as needed, goes with the price
  npm run seal -- check --tender … --form … [documents…]                                    only check
  npm run --silent seal -- open-copy <bid.own.age> [--document <name>]                      read the own copy (a document to standard output)
  npm run seal -- verify-receipt --receipt <receipt> --keys <address or file> [--file <bid.age>] [--copy <bid.own.age>]
  --identity <file>: the key of the own copy, made on first use, ~/.ftz-seal/own-copy.key where not named
  --incomplete: seal in spite of gaps`,
};

const text = { type: 'string' } as const;
const options = {
  ...{ tender: text, form: text, out: text, identity: text, document: text, receipt: text, file: text, copy: text, keys: text },
  incomplete: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'price-document': { type: 'string', multiple: true },
} as const;

interface Call extends Console {
  /** An option as it was given. */
  values: Partial<Record<keyof typeof options, string | boolean | string[]>>;
  files: string[];
  /** A path as the bidder means it; a web address as it is. */
  at(path: string): string;
}

const verbs: Record<string, (call: Call) => Promise<number>> = {
  seal,
  check,
  'open-copy': openCopy,
  'verify-receipt': verifyReceipt,
};

/**
 * The command `npm run seal`; what it says, it says in both languages. Returns the exit code: 0 done, 1 something is wrong with the bid or its files, 2 not
 * understood.
 */
export async function sealCommand(
  args: readonly string[],
  folder: string,
  write: Call['write'] = toStandardOutput,
): Promise<number> {
  const say = (line: Bilingual): Promise<void> => write(`${line.zh}\n${line.en}\n`);
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) {
      await say(usage);
      return 0;
    }
    const [first = ''] = positionals;
    const verb = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
    const files = verb ? positionals.slice(1) : positionals;
    const at = (path: string): string => (/^https?:\/\//.test(path) ? path : resolve(folder, path));
    return await (verb ?? seal)({ values, files, at, say, write });
  } catch (error) {
    const misread = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (!misread && !(error instanceof CommandFault)) throw error;
    await say(error instanceof CommandFault ? error.detail : usage);
    return misread ? 2 : 1;
  }
}

async function check(call: Call): Promise<number> {
  const { checks } = await prepare(call);
  await tellChecks(call, checks);
  return checks.length === 0 ? 0 : 1;
}

async function seal(call: Call): Promise<number> {
  const prepared = await prepare(call);
  const { tender, content, documents, checks } = prepared;
  await tellChecks(call, checks);
  const stops = checks.filter((one) => one.kind === 'fault' || call.values.incomplete !== true);
  if (stops.length === 0 && tender.openingSteps === 'two') {
    const out = call.at(valueOf(call, 'out', 'bid.age'));
    return sealInTwo(call, prepared, { own: await identityOf(call, true), out, address: addressOf(call, tender.id) });
  }
  const locks = locksOf(tender);
  if (stops.length > 0 || locks === null) {
    await call.say({ zh: '未密封。', en: 'Nothing was sealed.' });
    return 1;
  }
  const payload = packBid(content, documents);
  if (payload.bytes > documentBytesMax)
    throw new CommandFault({ zh: '投标文件超过200 MiB。', en: 'The bid is larger than 200 MiB.' });
  const sealed = call.at(valueOf(call, 'out', 'bid.age'));
  const copy = sealed.replace(/(\.age)?$/, '.own.age');
  const own = await identityOf(call, true);
  const written = await writeSealed(payload, locks, own, { tenderId: tender.id, sealed, copy });
  await tellSealed(call, prepared, written, { sealed, copy });
  return 0;
}

async function openCopy(call: Call): Promise<number> {
  const [path] = call.files;
  if (path === undefined) throw new CommandFault(usage);
  const identity = await identityOf(call, false);
  const name = call.values.document;
  if (typeof name !== 'string') {
    await call.write(`${JSON.stringify(await readOwnCopy(call.at(path), identity), null, 2)}\n`);
    return 0;
  }
  const { content } = await readOwnCopy(call.at(path), identity, { name, write: call.write });
  if (content.documents.some((one) => one.name === name)) return 0;
  throw new CommandFault({ zh: `副本中没有附件“${name}”。`, en: `The copy has no document "${name}".` });
}

async function verifyReceipt(call: Call): Promise<number> {
  const given = (name: 'file' | 'copy'): string | null => {
    const path = call.values[name];
    return typeof path === 'string' ? call.at(path) : null;
  };
  const copy = given('copy');
  const fact = copy === null ? null : (await readOwnCopy(copy, await identityOf(call, false))).fact;
  const faults = await receiptFaults(call.at(valueOf(call, 'receipt')), call.at(valueOf(call, 'keys')), given('file'), fact);
  for (const one of faults) await call.say(one);
  if (faults.length > 0) return 1;
  await call.say({
    zh: '回执有效：平台的签名正确，所载摘要就是该密封文件的摘要。',
    en: "The receipt holds: the platform's signature is right, and the digest it names is that of the sealed file.",
  });
  return 0;
}

function prepare(call: Call): Promise<Prepared> {
  const priceFiles = (call.values['price-document'] as string[] | undefined) ?? [];
  return prepareBid(
    call.at(valueOf(call, 'tender')),
    call.at(valueOf(call, 'form')),
    call.files.map(call.at),
    priceFiles.map(call.at),
  );
}

async function identityOf(call: Call, create: boolean): Promise<string> {
  const path = call.at(valueOf(call, 'identity', join(homedir(), '.ftz-seal', 'own-copy.key')));
  const { identity, isNew } = await ownIdentity(path, create);
  if (isNew) {
    await call.say({
      zh: `已生成自留副本的密钥 ${path}；请妥善备份，没有它副本无法读取。`,
      en: `The key of your own copies was made: ${path}. Keep a backup of it: without it no copy can be read.`,
    });
  }
  return identity;
}

function valueOf({ values }: Call, name: keyof Call['values'], otherwise?: string): string {
  const value = values[name] ?? otherwise;
  if (typeof value === 'string') return value;
  throw new CommandFault({ zh: `缺少 --${name}。\n${usage.zh}`, en: `--${name} is missing.\n${usage.en}` });
}

async function tellChecks({ say, write }: Call, checks: readonly BidCheck[]): Promise<void> {
  for (const { kind, pointer, detail } of checks) {
    const [zh, en] = kind === 'fault' ? ['错误', 'fault'] : ['缺项', 'gap'];
    await write(`${pointer}\n  ${zh}：${detail.zh}\n  ${en}: ${detail.en}\n`);
  }
  if (checks.length === 0) await say({ zh: '核对无误。', en: 'Nothing was found wrong.' });
}

/** Where the tender is asked for, as far as the command was told. */
function addressOf({ values }: Call, tenderId: string): string {
  const given = String(values.tender);
  return /^https?:/.test(given) ? given : `https://<platform>/v1/tenders/${tenderId}`;
}

async function tellSealed(
  call: Call,
  { tender }: Prepared,
  { sealed }: Written,
  at: { sealed: string; copy: string },
): Promise<void> {
  const digest = `sha-256=:${Buffer.from(sealed.sha256, 'hex').toString('base64')}:`;
  const address = addressOf(call, tender.id);
  await tellLocks(call, tender.sealing);
  await call.say({ zh: `已密封：${at.sealed}（${sealed.bytes}字节）`, en: `Sealed: ${at.sealed} (${sealed.bytes} bytes)` });
  await call.say({ zh: `自留副本：${at.copy}，已读回并核对一致。`, en: `Own copy: ${at.copy}, read back and found the same.` });
  await call.write(`SHA-256 ${sealed.sha256}\nContent-Digest: ${digest}\n`);
  await call.write(
    `curl -X POST -T '${at.sealed}' '${address}/bids' -H 'Authorization: Bearer <token>' -H 'Content-Type: application/age' ` +
      `-H 'Idempotency-Key: ${sealed.sha256.slice(0, 32)}' -H 'Content-Digest: ${digest}'\n`,
  );
}

function toStandardOutput(part: Uint8Array | string): Promise<void> {
  return new Promise((done, fail) => process.stdout.write(part, (error) => (error ? fail(error) : done())));
}
