import { Body, Controller, Post } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CustodianKeyBody, KeyProofBody } from './custodian-key.dto.js';
import { EnrolKey, type CustodianKey, type KeyChallenge } from './enrol-key.js';

@Controller('v1/me/custodian-keys')
export class CustodianKeysController {
  constructor(private readonly enrolKey: EnrolKey) {}

  /** A key of one's own for shares, or for what an opening recovers; the answer is a challenge that only its holder can read. */
  @Policy('custodian', 'reviewer', 'auditor')
  @Creates()
  @Post()
  enrol(@By() actor: Actor, @Body() body: CustodianKeyBody): Promise<KeyChallenge> {
    return this.enrolKey.challenge(actor, body.recipient);
  }

  @Policy('custodian', 'reviewer', 'auditor')
  @Creates()
  @Post(':id/proof')
  prove(@By() actor: Actor, @IdParam() id: string, @Body() body: KeyProofBody): Promise<CustodianKey> {
    return this.enrolKey.prove(actor, id, body.nonce);
  }
}
