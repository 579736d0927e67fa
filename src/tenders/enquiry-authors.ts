import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { systemActor, type Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { readOrCreateKey } from '../platform/key-files.js';

const keyName = 'enquiry-authors';

/**
 * Who asks is kept nowhere (询问人匿名): in its place stands a keyed hash, under a key of each tender's own (HKDF of a key in a file, never in the
 * database). The asker is found again with its name; without the key, not even the whole database tells one asker from another.
 */
@Injectable()
export class EnquiryAuthors {
  private readonly secret: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir'>) {
    this.secret = Buffer.from(readOrCreateKey(config.dataDir, keyName).d as string, 'base64url');
  }

  /** 32 bytes: the same for one supplier in one tender, unlike its own in any other tender. */
  authorOf(tenderId: string, supplierId: string): Buffer {
    return this.hash(tenderId, `author ${supplierId}`);
  }

  /**
   * Acts as the platform, so that no audit entry names the asker. Its idempotency keys hang on a hash and are hashed themselves, since a client may
   * use one key for several requests.
   */
  anonymous(actor: Actor, tenderId: string): Actor {
    const keyOwner = uuidOf(this.hash(tenderId, `key owner ${actor.personId} ${actor.organizationId ?? ''}`));
    const { idempotencyKey: key } = actor.request;
    const idempotencyKey = key === null ? null : this.hash(tenderId, `key ${key}`).toString('hex');
    return { ...systemActor(actor.request.correlationId), keyOwner, request: { ...actor.request, idempotencyKey } };
  }

  private hash(tenderId: string, text: string): Buffer {
    const key = Buffer.from(hkdfSync('sha256', this.secret, tenderId, keyName, 32));
    return createHmac('sha256', key).update(text).digest();
  }
}

/** RFC 9562 version 8. */
function uuidOf(hash: Buffer): string {
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
