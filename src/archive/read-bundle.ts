import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { BuildBundle } from './build-bundle.js';
import { readingType } from './bundled-tables.js';

/** Until then the box is sealed, and a record would count what is in it. */
const sealedStates = ['prequalification', 'invited', 'open', 'closed'];

/** Art. 57: the bundle of one procurement. Reading it is an entry of the trail, before its first byte. */
@Injectable()
export class ReadBundle {
  constructor(
    private readonly reads: Reads,
    private readonly building: BuildBundle,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Throws LawRefusal `bid.still-sealed` before the opening; Refusal as `BuildBundle` does. */
  async run(actor: Actor, tenderId: string, reply: FastifyReply): Promise<StreamableFile> {
    const [tender] = validate(tenderId)
      ? await this.reads.query<{ state: string; opened: boolean }>(
          'SELECT state, opened_at IS NOT NULL AS opened FROM tenders WHERE id = $1',
          [tenderId],
        )
      : [];
    if (!tender) throw unknownResource();
    if (!tender.opened && sealedStates.includes(tender.state)) throw new LawRefusal([breach('bid.still-sealed')]);
    const { name, bag, facts } = await this.building.run(tenderId);
    if (reply.request.method === 'HEAD') {
      bag.stream.destroy();
      return sent(Readable.from([]), name, bag.bytes, reply);
    }
    try {
      const { size, root } = facts.log;
      const entry = { type: readingType, article: 57, tenderId, subject: { kind: 'tender', id: tenderId } };
      await this.unitOfWork.run(actor, (work) => Promise.resolve(work.record({ ...entry, payload: { log: { size, root } } })));
    } catch (error) {
      bag.stream.destroy();
      throw error;
    }
    return sent(bag.stream, name, bag.bytes, reply);
  }
}

function sent(stream: Readable, name: string, length: number, reply: FastifyReply): StreamableFile {
  void reply.header('content-security-policy', 'sandbox');
  return new StreamableFile(stream, { type: 'application/x-tar', disposition: `attachment; filename="${name}.tar"`, length });
}
