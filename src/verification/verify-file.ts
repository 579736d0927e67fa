import { layerBreach } from '../bids/bid-content.js';
import type { ReleasedFileKeys } from '../bids/opened-file-keys.js';
import type { MinutesBid, OpeningMinutes } from '../bids/opening-minutes.js';
import { fileKeyIdentity } from '../bids/seal.js';
import { CommandFault } from '../platform/command-fault.js';
import type { Breach } from '../rules/breach.js';
import { checkMinutes } from './check-minutes.js';
import { checkNotice, type PublishedTender } from './check-notice.js';
import { within, type Findings, type Place } from './findings.js';
import { readJson, readSealedFile, type Given, type Named, type SealedFile } from './inputs.js';
import { compareAgain, readAgain, type Opens } from './reopen-bids.js';
import { shaped } from './shape.js';
import { fileKeysShape, noticeShape } from './shapes.js';
import { publishedKeys } from './signatures.js';
import { signedMinutes } from './verify-opening.js';

export interface FileInputs {
  fileKeys: Named;
  /** The sealed file that they are of. */
  sealed: Named | null;
  /** The minutes that say what was in it. */
  opening: Named | null;
  keys: Named;
  tender: Named | null;
}

/**
 * `verify file`: one sealed file opened with its own keys alone, against what the minutes say of it; so that a bidder, or whoever it shows them to,
 * sees why it was defective without the keys that open the others. Throws CommandFault where a file cannot be read.
 */
export async function verifyFile(inputs: FileInputs, findings: Findings): Promise<void> {
  const { sealed, opening } = inputs;
  if (sealed === null || opening === null)
    throw new CommandFault({
      zh: '须给出 --sealed 与 --opening；用法见 --help。',
      en: '--sealed and --opening are needed; see --help.',
    });
  const keys = publishedKeys(await readJson(inputs.keys), findings);
  const { minutes, place } = signedMinutes(await readJson(opening), keys, findings);
  if (minutes) checkMinutes(minutes, place, findings);
  const tender = inputs.tender === null ? null : shaped<PublishedTender>(await readJson(inputs.tender), noticeShape, findings);
  if (minutes && tender) checkNotice(minutes, tender, place, findings);
  const given = await readJson(inputs.fileKeys);
  const released = shaped<ReleasedFileKeys>(given, fileKeysShape, findings);
  const file = await readSealedFile(sealed);
  if (!minutes || !released) return;
  await holdAgainst(
    { minutes, place, tender: tender?.id === minutes.tenderId ? tender : null },
    { released, given },
    file,
    findings,
  );
}

async function holdAgainst(
  { minutes, place, tender }: { minutes: OpeningMinutes; place: Place; tender: PublishedTender | null },
  { released, given }: { released: ReleasedFileKeys; given: Given },
  file: SealedFile,
  findings: Findings,
): Promise<void> {
  for (const name of ['tenderId', 'envelope'] as const)
    if (released[name] !== minutes[name]) findings.fault(within(given, name), '与开标记录不符。', 'Is not that of the minutes.');
  const { bids } = minutes;
  const bid = bids.find((one) => one.bidId === released.bidId);
  if (!bid) return findings.fault(within(given, 'bidId'), '开标记录未列此投标。', 'Is no bid that the minutes list.');
  const digest = bid.ciphertextSha256;
  if (released.ciphertextSha256 !== digest)
    findings.fault(within(given, 'ciphertextSha256'), '与开标记录不符。', 'Is not that of the minutes.');
  if (file.sha256 !== digest)
    return findings.fault(
      { file: file.name, pointer: '' },
      '不是记录所列的密封文件。',
      'Is not the sealed file that the minutes name.',
    );
  const { read } = await readAgain(minutes, bid, file, opensOf(released));
  const at = within(place, 'bids', bids.indexOf(bid));
  const isUnknown = released.fileKeys.inner === null && 'defect' in read && isSame(read.defect.breach, unopened);
  if (isUnknown) checkDefective(bid, at, findings);
  else compareAgain(minutes, bid, read, tender, at, findings);
  if (tender === null)
    findings.notChecked(
      '未给出项目公开数据（--tender）：是否符合采购文件的条件未重新判断。',
      'The published tender was not given (--tender): whether the bid keeps its terms was not judged again.',
    );
  findings.notChecked('只核验了这一份密封文件。', 'This one sealed file was opened again, and no other.');
}

/** How an inner layer looks to whoever has no key of it. */
const unopened = layerBreach('inner', 'wrong-recipient');

/** What it may be called by who had the lock's key, and got none of it. */
const unopenable = (['wrong-recipient', 'header-damaged', 'not-age', 'truncated-or-damaged'] as const).map((fault) =>
  layerBreach('inner', fault),
);

function isSame(one: Pick<Breach, 'rule' | 'detail'>, other: Breach): boolean {
  return one.rule === other.rule && one.detail.en === other.detail.en;
}

/** A layer without a key opens for nobody here: that it is damaged, or for another key, is not told apart. */
function checkDefective({ defect }: MinutesBid, place: Place, findings: Findings): void {
  if (defect?.cause !== 'bidder' || !unopenable.some((one) => isSame(defect, one)))
    return findings.fault(
      within(place, defect === null ? 'result' : 'defect'),
      '没有内层的密钥，无法开启；而记录所载并非内层不能开启。',
      'There is no key of the inner layer to open it with, and the minutes do not say that it does not open.',
    );
  findings.notChecked(
    '内层未能开启，没有其密钥：为何不能开启未核验。',
    'The inner layer did not open, so that there is no key of it: why it does not open was not checked.',
  );
}

/** Without the inner key nothing is said to open the inner layer. */
function opensOf({ fileKeys }: ReleasedFileKeys): Opens {
  const identity = (key: string): ReturnType<typeof fileKeyIdentity> => fileKeyIdentity(Buffer.from(key, 'base64'));
  return {
    A: fileKeys.inner === null ? { unwrapFileKey: () => null } : identity(fileKeys.inner),
    B: identity(fileKeys.outer),
  };
}
