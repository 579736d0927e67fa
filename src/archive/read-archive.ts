import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../platform/audit-leaf.js';
import { unknownResource } from '../platform/refusal.js';
import { Reads } from '../platform/reads.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { archivedEntries, latestRoot, retentionOf, type ArchivedEntry, type LogRoot, type Retention } from './archive.queries.js';

export interface SignedRoot extends LogRoot {
  keyId: string;
  /** Ed25519 over the RFC 8785 form of `{ recordedAt, root, size }`, base64url. */
  signature: string;
}

export interface ArchiveAnswer extends Retention {
  tenderId: string;
  /** Null while nothing has been sequenced. */
  log: SignedRoot | null;
  items: ArchivedEntry[];
  next: string | null;
}

/** Art. 57: a procurement's entries in log order, each with what a stranger needs to check it against the signed root. Refusal 404 for an unknown tender. */
@Injectable()
export class ReadArchive {
  constructor(
    private readonly reads: Reads,
    private readonly keys: SigningKeys,
  ) {}

  async run(tenderId: string, page: { limit?: string; after?: string }): Promise<ArchiveAnswer> {
    const retention = await retentionOf(this.reads, tenderId);
    if (!retention) throw unknownResource();
    const root = await latestRoot(this.reads);
    const limit = Number(page.limit ?? 50);
    const found = root ? await archivedEntries(this.reads, tenderId, root.size, Number(page.after ?? -1), limit + 1) : [];
    const items = found.slice(0, limit);
    return {
      tenderId,
      ...retention,
      log: root && this.signed(root),
      items,
      next: found.length > limit ? String(items.at(-1)?.index) : null,
    };
  }

  private signed(root: LogRoot): SignedRoot {
    const statement = canonicalJson({ recordedAt: root.recordedAt, root: root.root, size: root.size });
    return { ...root, keyId: this.keys.keyId, signature: this.keys.sign(Buffer.from(statement)) };
  }
}
