import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { ageShape, openLayer, SealFault } from '../../src/bids/seal.js';
import { bytesOf, filesOf, isThere, report } from './found.js';

/** C2SP's CCTV vectors of the age format, as `age/testdata` holds them. */
const folder = 'age-vectors';

interface Vector {
  about: Record<string, string>;
  file: Buffer;
}

/** Lines of `key: value`, an empty line, the age file. */
function vectorOf(bytes: Buffer): Vector {
  const end = bytes.indexOf('\n\n');
  const lines = bytes.toString('latin1', 0, end).split('\n');
  const about = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
  const body = bytes.subarray(end + 2);
  return { about, file: about['compressed'] === 'zlib' ? inflateSync(body) : body };
}

/** The payload's SHA-256, or the fault. */
async function verdictOf(file: Buffer, identity: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const part of openLayer('outer', identity, parts(file))) hash.update(part);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof SealFault) return error.fault;
    throw error;
  }
}

async function* parts(file: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 10_000) yield await Promise.resolve(file.subarray(at, at + 10_000));
}

const faults: Record<string, readonly string[]> = {
  'no match': ['wrong-recipient', 'header-damaged'],
  'HMAC failure': ['header-damaged'],
  // A nonce that is cut short is the header's failure there, and the beginning of the payload's here.
  'header failure': ['header-damaged', 'not-age', 'truncated-or-damaged'],
  'payload failure': ['truncated-or-damaged'],
};

describe('age v1: the files of C2SP', () => {
  it('opens what one X25519 key opens, and gives a reason for everything else', async () => {
    if (!isThere(folder)) return;
    const files = filesOf(folder, '').filter((one) => !/\.(md|go|mod|sum|txt)$|LICENSE/.test(one));
    const wrong: unknown[] = [];
    let skipped = 0;
    for (const name of files) {
      const { about, file } = vectorOf(bytesOf(name));
      const { expect: expected = '', identity = '', payload = '' } = about;
      if (about['armored'] || about['passphrase'] || !identity.startsWith('AGE-SECRET-KEY-1')) {
        // A bid is binary and sealed for a key: whatever this file is, it is taken at no door.
        skipped += 1;
        if (about['armored'] && ageShape(file).ok) wrong.push([name, 'taken though it is armored']);
        continue;
      }
      const verdict = await verdictOf(file, identity);
      const ofOneKey = ageShape(file).ok;
      const right =
        expected === 'success' && ofOneKey
          ? verdict === payload
          : [...(faults[expected] ?? []), ...(ofOneKey ? [] : ['header-damaged'])].includes(verdict);
      if (!right) wrong.push([name, expected, verdict]);
    }
    expect(wrong).toEqual([]);
    report('age v1 (skipped: armor, passphrases, other kinds of key)', {
      found: files.length,
      executed: files.length - skipped,
      skipped,
    });
  });
});
