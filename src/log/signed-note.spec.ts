import { generateKeyPairSync } from 'node:crypto';
import { checkpointText, hashOf, parseCheckpoint, parseCheckpointText, wholeNumber } from './checkpoint.js';
import {
  cosignedAt,
  cosignText,
  parseNote,
  parseSignatureLine,
  parseVkey,
  rawPublicKey,
  signatureLine,
  signatureTypes,
  signedBy,
  signText,
  verifierKey,
  vkeyText,
  type Note,
} from './signed-note.js';

const { privateKey } = generateKeyPairSync('ed25519');
const key = verifierKey('log.example/x', signatureTypes.log, rawPublicKey(privateKey));
const witness = verifierKey('witness.example', signatureTypes.witness, rawPublicKey(privateKey));
const text = checkpointText({ origin: 'log.example/x', size: 7, root: Buffer.alloc(32, 5) });
const note = `${text}\n${signText(text, key, privateKey)}${cosignText(text, 1_700_000_000n, witness, privateKey)}`;
const read = (whole: string): Note => parseNote(whole) as Note;

describe('a signed note', () => {
  it('tells whose signatures it has, and at which second a witness signed', () => {
    expect(parseCheckpoint(note)).toMatchObject({ origin: 'log.example/x', size: 7 });
    expect([signedBy(read(note), key), signedBy(read(note), witness)]).toEqual(['valid', 'valid']);
    expect(cosignedAt(read(note).signatures[1]!.bytes)).toBe(1_700_000_000n);
    const other = verifierKey('other.example', signatureTypes.log, rawPublicKey(generateKeyPairSync('ed25519').privateKey));
    expect(signedBy(read(note), other)).toBe('absent');
  });

  it('counts for nothing where a line under a known name is not its signature', () => {
    const changed = note.replace('\n7\n', '\n8\n');
    expect([signedBy(read(changed), key), signedBy(read(changed), witness)]).toEqual(['wrong', 'wrong']);
    const short = signatureLine({ ...key, bytes: Buffer.alloc(63) });
    expect(signedBy(read(`${note}${short}`), key)).toBe('wrong');
    const untimed = signatureLine({ ...witness, bytes: Buffer.alloc(72) });
    expect(signedBy(read(`${note}${untimed}`), witness)).toBe('wrong');
  });

  it.each([
    '',
    'x',
    'x\n',
    'x\n\n',
    'x\n\n- a b\n',
    `x\n\n\u2014 a+b AAAAAAA=\n`,
    'x\n\n\u2014 a AAAA\n',
    'x\r\n\n\u2014 a AAAAAAA=\n',
    '\ufffd\n\n\u2014 a AAAAAAA=\n',
  ])('%j is none', (whole) => expect(parseNote(whole)).toBeNull());

  it('takes sixteen signatures, and not any number', () => {
    const line = signatureLine({ name: 'a', keyId: '00000000', bytes: Buffer.alloc(64) });
    expect(parseNote(`x\n\n${line.repeat(16)}`)?.signatures).toHaveLength(16);
    expect(parseNote(`x\n\n${line.repeat(65)}`)).toBeNull();
  });

  it('writes keys and lines as it reads them', () => {
    expect(parseVkey(vkeyText(key))).toEqual(key);
    expect(parseVkey(vkeyText(witness))).toEqual(witness);
    expect(signatureLine(parseSignatureLine(signText(text, key, privateKey).trimEnd())!)).toBe(signText(text, key, privateKey));
    expect(() => verifierKey('a b', signatureTypes.log, rawPublicKey(privateKey))).toThrow(RangeError);
    expect(parseVkey(vkeyText({ ...key, type: 2 }))).toBeNull();
  });
});

describe('a checkpoint', () => {
  it.each([
    'a\n1\n',
    'a\n01\nx\n',
    `\n1\n${Buffer.alloc(32).toString('base64')}\n`,
    `a\n1\n${Buffer.alloc(31).toString('base64')}\n`,
    `a\n1\n${Buffer.alloc(32).toString('base64')}\n\n`,
    `a\n9007199254740993\n${Buffer.alloc(32).toString('base64')}\n`,
  ])('%j is none', (whole) => expect(parseCheckpointText(whole)).toBeNull());

  it('has numbers and hashes that are written one way', () => {
    expect(['0', '10', '', '-1', '1e3', '00', '9007199254740991'].map(wholeNumber)).toEqual([
      0,
      10,
      null,
      null,
      null,
      null,
      9_007_199_254_740_991,
    ]);
    const hash = Buffer.alloc(32, 3).toString('base64');
    expect([hashOf(hash)?.length, hashOf(hash.slice(0, -1)), hashOf(` ${hash}`)]).toEqual([32, null, null]);
  });
});
