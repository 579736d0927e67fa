import type { SignedCheckpoint } from '../log/checkpoint.js';
import { parseVkey, signatureTypes, signedBy, type VerifierKey } from '../log/signed-note.js';
import { CommandFault } from '../platform/command-fault.js';
import type { Findings, Place } from './findings.js';
import { readBytes, type Named } from './inputs.js';

/** Whose signatures count. */
export interface LogKeys {
  logs: readonly VerifierKey[];
  witnesses: readonly VerifierKey[];
}

/** Verifier keys, one a line. Throws CommandFault where a file cannot be read, or holds none of that kind. */
export async function readLogKeys(log: Named | null, witness: Named | null): Promise<LogKeys> {
  if (log === null) throw new CommandFault({ zh: '缺少 --log-key；用法见 --help。', en: '--log-key is missing; see --help.' });
  return {
    logs: await readVkeys(log, signatureTypes.log),
    witnesses: witness === null ? [] : await readVkeys(witness, signatureTypes.witness),
  };
}

async function readVkeys(named: Named, type: number): Promise<VerifierKey[]> {
  const lines = (await readBytes(named)).toString('utf8').split(/\r?\n/);
  const keys = lines.filter((line) => line !== '').map(parseVkey);
  if (keys.length > 0 && keys.every((key): key is VerifierKey => key?.type === type)) return keys;
  throw new CommandFault({
    zh: `${named.name} 不是每行一个的验证密钥。`,
    en: `${named.name} does not hold verifier keys of that kind, one a line.`,
  });
}

/** What a checkpoint says, once the log has signed it; null where it says nothing that counts. */
export function checkCheckpoint(
  checkpoint: SignedCheckpoint | null,
  place: Place,
  keys: LogKeys,
  findings: Findings,
): SignedCheckpoint | null {
  if (!checkpoint) {
    findings.fault(place, '不是检查点（C2SP tlog-checkpoint）。', 'Is no checkpoint (C2SP tlog-checkpoint).');
    return null;
  }
  const own = keys.logs.filter((key) => key.name === checkpoint.origin).map((key) => signedBy(checkpoint.note, key));
  if (own.includes('wrong')) findings.fault(place, '日志的签名不正确。', 'The signature of the log is wrong.');
  else if (!own.includes('valid')) findings.fault(place, '并非该日志密钥所签。', 'Is not signed by a key of this log.');
  else {
    checkWitnesses(checkpoint, place, keys.witnesses, findings);
    return checkpoint;
  }
  return null;
}

function checkWitnesses({ note }: SignedCheckpoint, place: Place, witnesses: readonly VerifierKey[], findings: Findings): void {
  const said = witnesses.map((key) => ({ name: key.name, by: signedBy(note, key) }));
  for (const { name, by } of said) {
    if (by === 'wrong')
      findings.fault(place, `见证人 ${name} 的副署不正确。`, `The cosignature of the witness ${name} is wrong.`);
    if (by === 'absent' && said.some((one) => one.by === 'valid'))
      findings.notChecked(`见证人 ${name} 未副署部分检查点。`, `The witness ${name} did not cosign every checkpoint.`);
  }
  if (said.length > 0 && !said.some(({ by }) => by === 'valid'))
    findings.fault(place, '没有所列见证人的副署。', 'Is cosigned by none of the witnesses given.');
  if (said.length === 0)
    findings.notChecked(
      '未给出见证人的密钥（--witness-key）：平台是否向他人出示另一本日志未核验。',
      'No key of a witness was given (--witness-key): whether others are shown another log was not checked.',
    );
}
