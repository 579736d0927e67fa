import { createHash } from 'node:crypto';

/** A body's `Content-Digest` (RFC 9530). */
export function contentDigest(body: string | Buffer): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}
