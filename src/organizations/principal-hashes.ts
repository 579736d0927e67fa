import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { readOrCreateKey } from '../platform/key-files.js';
import { normaliseIdentityNumber } from '../rules/principals.js';
import type { PrincipalIdentityBody } from './principal.dto.js';

/** Identity numbers can be guessed one by one, so their hash is under a key that lies in a file, never in the database. */
@Injectable()
export class PrincipalHashes {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir'>) {
    this.key = Buffer.from(readOrCreateKey(config.dataDir, 'principals').d as string, 'base64url');
  }

  /** 32 bytes: the same for one person in every organisation. */
  identityOf({ kind, country, number }: PrincipalIdentityBody): Buffer {
    return this.hash(JSON.stringify([kind, country, normaliseIdentityNumber(number)]));
  }

  /** The request's fingerprint is a plain hash of a body that holds the number: it is kept under the key too. */
  veiled(actor: Actor): Actor {
    const fingerprint = this.hash(`fingerprint ${actor.request.fingerprint}`).toString('hex');
    return { ...actor, request: { ...actor.request, fingerprint } };
  }

  private hash(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
