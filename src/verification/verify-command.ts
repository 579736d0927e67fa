import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandFault } from '../platform/command-fault.js';
import { errorText } from '../platform/error-text.js';
import { harmless } from '../bids/bid-fault.js';
import type { Bilingual } from '../rules/breach.js';
import { Findings } from './findings.js';
import { formatPage } from './format-page.js';
import type { Named } from './inputs.js';
import { verifyBundle } from './verify-bundle.js';
import { verifyFile } from './verify-file.js';
import { verifyLog } from './verify-log.js';
import { verifyOpening } from './verify-opening.js';
import { verifyProof, type ProofInputs } from './verify-proof.js';
import { verifyReceipt } from './verify-receipt.js';
import { verifyRuling } from './verify-ruling.js';

const verified = 0;
const faulty = 1;
const misused = 2;

const help = `npm run --silent verify -- <subcommand> <file> [options]
离线核验平台签发的记录，不访问网络与数据库。 Checks what the platform has signed, offline: no network, no database.

  opening <minutes.json> --keys FILE [--tender FILE] [--receipt FILE]… [--sealed FOLDER] [--identities FILE [--key FILE]]
      开标记录 the minutes of an opening: GET /v1/tenders/{id}/opening
  receipt <receipt.json> --keys FILE [--sealed FILE] [--proof FILE --log-key FILE [--witness-key FILE]]
      投标回执 the receipt of a bid: the answer to POST /v1/tenders/{id}/bids
  file <file-keys.json> --sealed FILE --opening FILE --keys FILE [--tender FILE]
      单个密封文件，只用其自身密钥开启 one sealed file, opened with its own keys alone: GET …/bids/mine/file-keys, GET …/opening/file-keys/{bidId}
  ruling <copy.json> [<copy.json>]
      投诉处理决定的公开本与全本是否同一记录，无须密钥 whether copies of a ruling, redacted or whole, are one record; no keys needed: GET /v1/review-decisions/{id}, GET /v1/complaints/{id}/decision
  log <folder> --log-key FILE [--witness-key FILE]
      整本日志：按 /v1/log 之下的路径下载的检查点与块 a whole log: checkpoints (also checkpoint.1, checkpoint.2 …) and tiles, downloaded under their paths below /v1/log
  proof <entry.tlog-proof> --log-key FILE [--witness-key FILE] [--other FILE]
      一条记录在日志中 that an entry stands in the log: GET /v1/log/entries/{id}/proof, GET /v1/receipts/{id}/proof

  bundle <folder|bundle.tar> [--keys FILE] [--log-key FILE [--witness-key FILE]]
      采购档案包：文件夹或tar，不取用任何外部资料 the bundle of a procurement, as a folder or a tar; nothing is fetched: GET /v1/archive/tenders/{id}/bundle

  --keys        平台公布的签名密钥 the keys that the platform publishes: GET /v1/keys
  --tender      项目公开数据，用于比对两把锁、截止时间与采购条件 the published tender, for its locks, deadline and terms: GET /v1/tenders/{id}
  --receipt     所持回执，可重复；一并给出替换、撤回的回执 receipts that you hold, as often as you like; those of replacements and withdrawals too
  --sealed      opening：密封文件所在文件夹（<bidId>.age） for opening, the folder of sealed files: GET …/opening/sealed-files/{bidId}
                receipt、file：所提交的密封文件 for receipt and file, the file that was handed in
  --opening     开标记录 the minutes of the opening
  --identities  还原的密钥 the recovered keys: GET …/opening/identities, or what that age file holds
  --proof       回执在日志中的证明 the proof of the receipt in the log: GET /v1/receipts/{id}/proof
  --other       他人所得的证明，用于发现日志对两人出示两种历史 a proof that somebody else was given: whether the log showed both the same history
  --log-key     日志的验证密钥 the verifier keys of the log: GET /v1/log/key
  --witness-key 所信见证人的验证密钥，每行一个 the verifier keys of witnesses that you trust, one a line
  --key         上述密钥加密所对应的本人age密钥文件 your own age identity, to which those are sealed

  每处不符一行，末行为结论；未核验的逐项说明。 One line for each fault, the verdict last; what was not checked is said.
  退出码 exit code: 0 成立 holds; 1 有不符 faults; 2 用法或文件不可读 wrong use, or a file that cannot be read.
  --help format 各文件格式，可据此另写核验程序 the formats, from which another verifier can be written
`;

const text = { type: 'string' } as const;
const options = {
  ...{ keys: text, tender: text, sealed: text, opening: text, identities: text, key: text },
  ...{ proof: text, 'log-key': text, 'witness-key': text, other: text },
  receipt: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;
type Options = Partial<
  Record<'keys' | 'tender' | 'sealed' | 'opening' | 'identities' | 'key' | 'proof' | 'log-key' | 'witness-key' | 'other', string>
> & {
  receipt?: string[];
  help?: boolean;
};

interface Call {
  /** The file that is verified. */
  file: Named;
  /** Another beside it, where the subcommand takes two. */
  other: Named | null;
  options: Options;
  /** The path of an option that was given; null without it. */
  path(name: Exclude<keyof Options, 'receipt' | 'help'>): Named | null;
  paths(names: readonly string[]): Named[];
}

interface Subcommand {
  takes: readonly (keyof Options)[];
  /** Takes one file or two. */
  compares?: true;
  /** Answers the keys that the platform publishes. Throws CommandFault where they are not given. */
  run(call: Call, keys: () => Named, findings: Findings): Promise<void>;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  opening: {
    takes: ['keys', 'tender', 'receipt', 'sealed', 'identities', 'key'],
    run: ({ file, options, path, paths }, keys, findings) =>
      verifyOpening(
        {
          ...{ minutes: file, keys: keys(), tender: path('tender'), receipts: paths(options.receipt ?? []) },
          ...{ sealed: path('sealed'), identities: path('identities'), key: path('key') },
        },
        findings,
      ),
  },
  file: {
    takes: ['keys', 'sealed', 'opening', 'tender'],
    run: ({ file, path }, keys, findings) =>
      verifyFile(
        { fileKeys: file, keys: keys(), sealed: path('sealed'), opening: path('opening'), tender: path('tender') },
        findings,
      ),
  },
  ruling: {
    takes: [],
    compares: true,
    run: ({ file, other }, _, findings) => verifyRuling(other === null ? [file] : [file, other], findings),
  },
  receipt: {
    takes: ['keys', 'sealed', 'proof', 'log-key', 'witness-key'],
    run: ({ file, path }, keys, findings) => {
      const proof = path('proof');
      const logged = proof === null ? null : proofInputs(proof, path);
      return verifyReceipt({ receipt: file, keys: keys(), sealed: path('sealed'), logged }, findings);
    },
  },
  bundle: {
    takes: ['keys', 'log-key', 'witness-key'],
    run: ({ file, path }, _keys, findings) =>
      verifyBundle({ bundle: file, keys: path('keys'), logKey: path('log-key'), witnessKey: path('witness-key') }, findings),
  },
  proof: {
    takes: ['log-key', 'witness-key', 'other'],
    run: ({ file, path }, _keys, findings) => verifyProof({ ...proofInputs(file, path), other: path('other') }, findings),
  },
  log: {
    takes: ['log-key', 'witness-key'],
    run: ({ file, path }, _keys, findings) =>
      verifyLog({ folder: file, logKey: path('log-key'), witnessKey: path('witness-key') }, findings),
  },
};

function proofInputs(proof: Named, path: Call['path']): ProofInputs {
  return { proof, logKey: path('log-key'), witnessKey: path('witness-key') };
}

/** Where the command's lines go: what was found, and words about its use. */
export interface Lines {
  out(line: string): void;
  say(line: string): void;
}

const terminal: Lines = {
  out: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
};

/** The command `npm run verify`, given in `folder`: its exit code. */
export async function verifyCommand(args: readonly string[], folder: string, lines: Lines = terminal): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help || positionals[0] === 'help') {
      lines.out(positionals.includes('format') ? formatPage : help);
      return verified;
    }
    const [name = '', file, other, ...more] = positionals;
    const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    const isOneTooMany = more.length > 0 || (other !== undefined && subcommand?.compares !== true);
    if (!subcommand || file === undefined || isOneTooMany)
      throw misuse('子命令或文件不对', 'the subcommand or its file is wrong');
    return await run(subcommand, callOf([file, other], values as Options, folder), lines);
  } catch (error) {
    const { zh, en } = detailOf(error);
    lines.say(harmless(`${zh} ${en}`));
    return misused;
  }
}

async function run(subcommand: Subcommand, call: Call, lines: Lines): Promise<number> {
  const strange = Object.keys(call.options).find((one) => !subcommand.takes.includes(one as keyof Options));
  if (strange !== undefined) throw misuse(`此处不用 --${strange}`, `--${strange} has no place here`);
  const keys = (): Named => {
    const given = call.path('keys');
    if (given === null) throw misuse('缺少 --keys', '--keys is missing');
    return given;
  };
  const findings = new Findings();
  await subcommand.run(call, keys, findings);
  for (const line of findings.lines()) lines.out(line);
  return findings.holds ? verified : faulty;
}

function callOf([file, other]: [string, string | undefined], options: Options, folder: string): Call {
  const at = (name: string): Named => ({ name, path: resolve(folder, name) });
  return {
    file: at(file),
    other: other === undefined ? null : at(other),
    options,
    path: (name) => (options[name] === undefined ? null : at(options[name])),
    paths: (names) => names.map(at),
  };
}

function misuse(zh: string, en: string): CommandFault {
  return new CommandFault({ zh: `${zh}；用法见 --help。`, en: `${en}; see --help.` });
}

/** Whatever happened, a line and no more. */
function detailOf(error: unknown): Bilingual {
  if (error instanceof CommandFault) return error.detail;
  const { code } = error as { code?: string };
  const message = errorText(error);
  if (String(code).startsWith('ERR_PARSE_ARGS'))
    return misuse(`选项不对（${message}）`, `an option is wrong (${message})`).detail;
  return { zh: `无法核验（${message}）。`, en: `It cannot be verified (${message}).` };
}
