import { malformed } from './refusal.js';

/**
 * The SHA-256 that a `Content-Digest` header declares (RFC 9530: `sha-256=:…base64…:`), in hex; `Repr-Digest` where the content comes in several
 * requests. Other algorithms beside it are passed over. Throws Refusal 400 where it is missing or not one SHA-256.
 */
export function declaredSha256(
  header: string | string[] | undefined,
  name: 'Content-Digest' | 'Repr-Digest' = 'Content-Digest',
): string {
  const members = String(header ?? '')
    .split(',')
    .map((one) => one.trim());
  const found = members.flatMap((one) => /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(one)?.[1] ?? []);
  const digest = Buffer.from(found[0] ?? '', 'base64');
  if (found.length === 1 && digest.toString('base64') === found[0]) return digest.toString('hex');
  const of = name === 'Content-Digest' ? { zh: '正文', en: 'the body' } : { zh: '整个文件', en: 'the whole file' };
  throw malformed(name, {
    zh: `必须携带${name}请求头（sha-256=:…:），给出${of.zh}的SHA-256摘要。`,
    en: `A ${name} header (sha-256=:…:) with the SHA-256 of ${of.en} is needed.`,
  });
}
