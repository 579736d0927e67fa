import { createHash } from 'node:crypto';
import { declaredSha256 } from './content-digest.js';

const hash = createHash('sha256').update('x').digest();
const member = `sha-256=:${hash.toString('base64')}:`;

describe('the Content-Digest header', () => {
  it('gives the SHA-256 in hex, alone or beside others', () => {
    expect(declaredSha256(member)).toBe(hash.toString('hex'));
    expect(declaredSha256(`sha-512=:AAAA:, ${member}`)).toBe(hash.toString('hex'));
  });

  it.each([
    undefined,
    '',
    'sha-512=:AAAA:',
    hash.toString('hex'),
    `sha-256=${hash.toString('base64')}`,
    'sha-256=:AAAA:',
    `${member}, ${member}`,
    `sha-256=:${'A'.repeat(42)}B=:`,
  ])('refuses %s', (header) => {
    expect(() => declaredSha256(header)).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });
});
