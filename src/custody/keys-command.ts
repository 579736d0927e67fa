import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { validate } from 'uuid';
import { envelopes, holdersMax, type Envelope } from '../rules/custody.js';
import type { Bilingual } from '../rules/breach.js';
import { identityIn, isRecipient, openText } from './age-text.js';
import { dealLock, splitLock, type HeldShare } from './deal-lock.js';
import { commitmentsOf, confirmationOf, openingShareOf, readHeldShare, rehearsalShareOf, type SessionOf } from './held-share.js';
import { locks, type Lock } from './share-commitment.js';

const done = 0;
const refused = 1;
const misused = 2;

const help = `npm run keys -- <verb> [options]        离线密钥工具 / an offline tool for keys of sealed tenders
  new      --out FILE                             生成本人密钥，只写入该文件 / makes your own key, written to that file only
  prove    --key FILE --challenge FILE|-          回答质询 / answers the challenge: body of POST /v1/me/custodian-keys/{id}/proof
  deal     --tender ID --lock A|B --threshold K --holder PERSON=age1… [--holder …] [--envelope bid|qualification|price]
                                                  分发一把锁 / deals a lock: body of PUT /v1/tenders/{id}/sealing
  confirm  --key FILE --share FILE|- [--lock A|B] [--session FILE]
                                                  核对所持分片 / checks your shares: body of …/rehearsal/shares with a session, else of …/rehearsal/confirmations
  share    --key FILE --share FILE|- --session FILE [--lock A|B]
                                                  提交开标分片 / seals your share for the opening: body of …/opening/shares
  FILE 为接口的JSON应答 / a FILE is the JSON answer of the service; - reads standard input.
`;

/** What the command reads and writes. */
export interface Console {
  out(text: string): void;
  say(text: string): void;
  stdin(): string;
}

const terminal: Console = {
  out: (text) => void process.stdout.write(`${text}\n`),
  say: (text) => void process.stderr.write(`${text}\n`),
  stdin: () => readFileSync(0, 'utf8'),
};

/** A fault of use (2) or of what was given (1), in both languages. */
class Unfit extends Error {
  constructor(
    readonly code: typeof refused | typeof misused,
    readonly text: Bilingual,
  ) {
    super(text.en);
  }
}

const verbs: Readonly<Record<string, (args: string[], console: Console) => Promise<void>>> = {
  new: makeKey,
  prove: answerChallenge,
  deal,
  confirm,
  share: handIn,
};

/** One call of the command: its exit code. Bodies for the service go to standard output, words for people to standard error; an identity to neither. */
export async function runKeys(args: string[], console: Console = terminal): Promise<number> {
  const run = verbs[args[0] ?? ''];
  if (!run) {
    const isAsked = ['help', '--help', '-h'].includes(args[0] ?? '');
    (isAsked ? console.out : console.say)(help);
    return isAsked ? done : misused;
  }
  try {
    await run(args.slice(1), console);
    return done;
  } catch (error) {
    const unfit = error instanceof Unfit ? error : unfitOf(error as Error & { code?: string });
    console.say(`${unfit.text.zh} ${unfit.text.en}`);
    return unfit.code;
  }
}

async function makeKey(args: string[], console: Console): Promise<void> {
  const { out } = optionsOf(args, ['out']);
  const path = need(out, '--out');
  const identity = await generateX25519Identity();
  writeFileSync(path, `${identity}\n`, { flag: 'wx', mode: 0o600 });
  chmodSync(path, 0o600);
  console.say('已写入密钥文件，请离线备份，切勿交给他人。 The key is written: back it up offline and give it to nobody.');
  console.out(await identityToRecipient(identity));
}

async function answerChallenge(args: string[], console: Console): Promise<void> {
  const { key, challenge } = optionsOf(args, ['key', 'challenge']);
  const identity = await keyOf(need(key, '--key'), console);
  const given = jsonOf<{ challenge?: unknown }>(need(challenge, '--challenge'), console);
  const nonce = await openText(identity, String(given.challenge ?? ''));
  if (nonce === null) throw new Unfit(refused, { zh: '该质询不是给此密钥的。', en: 'The challenge is not for this key.' });
  console.out(JSON.stringify({ nonce: Buffer.from(nonce).toString('utf8') }));
}

async function deal(args: string[], console: Console): Promise<void> {
  const options = optionsOf(args, ['tender', 'envelope', 'lock', 'threshold'], 'holder');
  const tenderId = need(options.tender, '--tender').toLowerCase();
  if (!validate(tenderId)) throw unusable('--tender');
  const envelope = oneOf<Envelope>(options.envelope ?? 'bid', envelopes, '--envelope');
  const lock = oneOf<Lock>(need(options.lock, '--lock'), locks, '--lock');
  const holders = options.many.map(holderOf);
  const threshold = Number(need(options.threshold, '--threshold'));
  if (!Number.isInteger(threshold) || threshold < 2 || threshold > holders.length || holders.length > holdersMax)
    throw new Unfit(misused, {
      zh: `须为2≤门限≤持有人数≤${holdersMax}。`,
      en: `It must be 2 ≤ threshold ≤ holders ≤ ${holdersMax}.`,
    });
  for (const name of ['personId', 'recipient'] as const)
    if (new Set(holders.map((one) => one[name])).size < holders.length)
      throw new Unfit(misused, {
        zh: '每个分片须有各自的持有人与公钥。',
        en: 'Every share has a holder and a recipient of its own.',
      });
  const body = await dealLock({ tenderId, envelope, lock }, await splitLock(holders.length, threshold), holders);
  console.say(
    `锁${lock}：${holders.length}片，任意${threshold}片可合成，已逐一验证。 Lock ${lock}: any ${threshold} of ${holders.length} make its key; every choice was tried.`,
  );
  for (const one of body.shares) console.say(`${lock}${one.index} ${one.personId} ${one.commitment} ${one.rehearsalCommitment}`);
  console.out(JSON.stringify(body));
}

async function confirm(args: string[], console: Console): Promise<void> {
  const options = optionsOf(args, ['key', 'share', 'lock', 'session']);
  const held = await heldOf(options, console);
  const session = options.session === undefined ? null : sessionOf(options.session, console);
  console.out(JSON.stringify(session ? await rehearsalShareOf(held, session) : confirmationOf(held)));
}

async function handIn(args: string[], console: Console): Promise<void> {
  const options = optionsOf(args, ['key', 'share', 'lock', 'session']);
  const held = await heldOf(options, console);
  console.out(JSON.stringify(await openingShareOf(held, sessionOf(need(options.session, '--session'), console))));
}

/** The holder's shares, where they are what the dealer committed itself to. */
async function heldOf(options: Partial<Record<'key' | 'share' | 'lock', string>>, console: Console): Promise<HeldShare> {
  const identity = await keyOf(need(options.key, '--key'), console);
  const answer = jsonOf<{ items?: Registered[] } & Registered>(need(options.share, '--share'), console);
  const all = (answer.items ?? [answer]).filter((one) => options.lock === undefined || one.lock === options.lock);
  if (all.length > 1) throw new Unfit(misused, { zh: '请用--lock指明哪一把锁。', en: 'Say by --lock which lock it is.' });
  const [registered] = all;
  if (typeof registered?.sealedShare !== 'string') throw unusable('--share');
  const held = await readHeldShare(identity, registered.sealedShare);
  if (!held) throw new Unfit(refused, { zh: '此密钥打不开该分片。', en: 'This key does not open the share.' });
  const { commitment, rehearsalCommitment } = commitmentsOf(held);
  const same = held.lock === registered.lock && held.index === registered.index && held.envelope === registered.envelope;
  if (!same || commitment !== registered.commitment || rehearsalCommitment !== registered.rehearsalCommitment)
    throw new Unfit(refused, {
      zh: '分片与登记的承诺不符，请勿确认。',
      en: 'The share is not what was committed to: do not confirm it.',
    });
  console.say(
    `项目${held.tenderId}，分片${held.lock}${held.index}与承诺相符。 Tender ${held.tenderId}: share ${held.lock}${held.index} is what was committed to.`,
  );
  return held;
}

interface Registered {
  envelope?: string;
  lock?: string;
  index?: number;
  commitment?: string;
  rehearsalCommitment?: string;
  sealedShare?: string;
}

function sessionOf(path: string, console: Console): SessionOf {
  const { id, recipient } = jsonOf<Partial<SessionOf>>(path, console);
  if (!validate(id) || typeof recipient !== 'string' || !isRecipient(recipient)) throw unusable('--session');
  return { id: id as string, recipient };
}

function holderOf(text: string): { personId: string; recipient: string } {
  const [personId = '', recipient = ''] = text.split('=');
  if (!validate(personId) || !isRecipient(recipient)) throw unusable('--holder');
  return { personId: personId.toLowerCase(), recipient };
}

/** The identity in a key file. A file that others may read is refused, as ssh refuses one. */
async function keyOf(path: string, console: Console): Promise<string> {
  if (process.platform !== 'win32' && statSync(path).mode & 0o077)
    throw new Unfit(refused, { zh: '密钥文件可被他人读取，请改为0600。', en: 'Others can read the key file: make it 0600.' });
  const identity = await identityIn(textOf(path, console));
  if (identity === null) throw unusable('--key');
  return identity;
}

function jsonOf<Content>(path: string, console: Console): Content {
  try {
    const content: unknown = JSON.parse(textOf(path, console));
    if (typeof content === 'object' && content !== null) return content as Content;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Unfit(misused, { zh: `${path} 不是JSON对象。`, en: `${path} is no JSON object.` });
}

function textOf(path: string, console: Console): string {
  return path === '-' ? console.stdin() : readFileSync(path, 'utf8');
}

type Options<Name extends string> = Partial<Record<Name, string>> & { many: string[] };

function optionsOf<Name extends string>(args: string[], names: readonly Name[], many?: string): Options<Name> {
  const one = names.map((name) => [name, { type: 'string' }] as const);
  const several = many === undefined ? [] : [[many, { type: 'string', multiple: true }] as const];
  const { values } = parseArgs({ args, options: Object.fromEntries([...one, ...several]), strict: true });
  const { [many ?? '']: list, ...single } = values as Record<string, unknown>;
  return { ...single, many: (list as string[] | undefined) ?? [] } as Options<Name>;
}

function need(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new Unfit(misused, { zh: `缺少${name}。`, en: `${name} is missing.` });
  return value;
}

function oneOf<Value extends string>(value: string, values: readonly Value[], name: string): Value {
  const found = values.find((one) => one === value);
  if (found === undefined) throw unusable(name);
  return found;
}

function unusable(name: string): Unfit {
  return new Unfit(misused, { zh: `${name}的值不能使用。`, en: `The value of ${name} cannot be used.` });
}

/** What Node says of a file or an option that it cannot use. */
function unfitOf(error: Error & { code?: string }): Unfit {
  if (error.code === 'EEXIST')
    return new Unfit(refused, { zh: '该文件已存在，不予覆盖。', en: 'The file is there already and is not written over.' });
  if (error.code === 'ENOENT' || error.code === 'EACCES')
    return new Unfit(misused, { zh: '无法读写该文件。', en: 'The file cannot be read or written.' });
  if (error.code?.startsWith('ERR_PARSE_ARGS')) return new Unfit(misused, { zh: '不认识的选项。', en: error.message });
  throw error;
}
