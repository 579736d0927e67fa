import { createHash } from 'node:crypto';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Reads } from '../platform/reads.js';
import { invalid, unknownResource } from '../platform/refusal.js';
import { consistencyProof, publishedCheckpoint, tileHashes, tileLeaves } from './log.queries.js';
import type { ConsistencyQuery } from './log.dto.js';
import { LogSigner } from './log-signer.js';
import { bundleOf, leavesUnder, parseTilePath, tileWidth } from './tiles.js';

const text = 'text/plain; charset=utf-8';
const moments = 'max-age=2';
const forever = 'public, max-age=31536000, immutable';

export interface ConsistencyAnswer {
  from: number;
  to: number;
  /** Base64, as RFC 6962 section 2.1.2 orders them. */
  proof: string[];
}

/** The log as a stranger reads it (C2SP tlog-tiles): nothing here depends on who asks, and nothing goes beyond the served checkpoint. */
@Injectable()
export class ReadLog {
  constructor(
    private readonly reads: Reads,
    private readonly signer: LogSigner,
  ) {}

  /** The verifier keys of the log, one a line, the present one first. */
  key(reply: FastifyReply): string {
    void reply.type(text);
    return `${this.signer.vkeys().join('\n')}\n`;
  }

  /** Refusal 404 before the first is signed. */
  async checkpoint(request: FastifyRequest, reply: FastifyReply): Promise<StreamableFile | undefined> {
    const published = await publishedCheckpoint(this.reads);
    if (!published) throw unknownResource();
    return send(Buffer.from(published.note, 'utf8'), { type: text, caching: moments }, request, reply);
  }

  /** A tile of hashes or a bundle of entries. Refusal 404 where the published tree has no such tile, or its path is not written as it has to be. */
  async tile(path: string, request: FastifyRequest, reply: FastifyReply): Promise<StreamableFile | undefined> {
    const tile = parseTilePath(path);
    const published = tile && (await publishedCheckpoint(this.reads));
    if (!published || leavesUnder(tile) > published.size) throw unknownResource();
    const { level } = tile;
    const bytes =
      level === 'entries' ? bundleOf(await tileLeaves(this.reads, tile)) : await tileHashes(this.reads, { ...tile, level });
    const caching = tile.width === tileWidth ? forever : 'public, max-age=3600';
    return send(bytes, { type: 'application/octet-stream', caching }, request, reply);
  }

  /** Refusal 422 where there are no such two trees among what is published. */
  async consistency({ from, to }: ConsistencyQuery): Promise<ConsistencyAnswer> {
    const published = await publishedCheckpoint(this.reads);
    const [old, size] = [Number(from), Number(to)];
    if (size > (published?.size ?? 0)) throw invalid('to', { zh: '尚未公布到此大小。', en: 'So many have not been published.' });
    if (old > size) throw invalid('from', { zh: '不得大于to。', en: 'May not be larger than to.' });
    const proof = await consistencyProof(this.reads, old, size);
    return { from: old, to: size, proof: proof.map((one) => one.toString('base64')) };
  }
}

function send(
  bytes: Buffer,
  { type, caching }: { type: string; caching: string },
  request: FastifyRequest,
  reply: FastifyReply,
): StreamableFile | undefined {
  const tag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  void reply.header('etag', tag).header('cache-control', caching);
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag)) {
    void reply.status(304);
    return undefined;
  }
  return new StreamableFile(bytes, { type, length: bytes.length });
}
