import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { BlobStore, ByteRange } from '../platform/blob-store.js';
import { malformed } from '../platform/refusal.js';

/** A kept file under the name and type it came with. */
export interface KeptFile {
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
}

/** The file or one range of it (RFC 9110 section 14), always as an attachment. Throws Refusal 400 for a range it does not have. */
export async function sendFile(
  blobs: Pick<BlobStore, 'open'>,
  file: KeptFile,
  range: string | undefined,
  reply: FastifyReply,
): Promise<StreamableFile> {
  const part = rangeOf(range, file.bytes);
  const blob = await blobs.open(file.sha256, part ?? undefined);
  void reply
    .status(part ? 206 : 200)
    .header('etag', `"${file.sha256}"`)
    .header('accept-ranges', 'bytes')
    .header('content-digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`)
    .header('content-security-policy', 'sandbox');
  if (part) void reply.header('content-range', `bytes ${part.first}-${part.last}/${file.bytes}`);
  return new StreamableFile(blob.stream, {
    type: file.mediaType,
    disposition: `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    length: part ? part.last - part.first + 1 : file.bytes,
  });
}

/** Null for the whole file. */
function rangeOf(header: string | undefined, bytes: number): ByteRange | null {
  if (header === undefined) return null;
  const parts = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header.trim());
  const start = Number(parts?.[1]);
  const end = Math.min(parts?.[2] === undefined ? bytes - 1 : Number(parts[2]), bytes - 1);
  if (parts && start <= end) return { first: start, last: end };
  throw malformed('Range', {
    zh: `只支持单一区间，且须在0至${bytes - 1}之内。`,
    en: `One range within 0 to ${bytes - 1} is served.`,
  });
}
