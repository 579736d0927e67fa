import { createHash } from 'node:crypto';
import { contentDigest } from '../content-digest.js';
import { sealBid } from '../../src/bids/seal.js';
import type { TestApp, Verb } from '../app.js';
import { begin, handInShare, rehearsed, shareBody, type Locked } from '../custody/ceremony.js';
import { recipientsOf } from '../journeys/steps.js';
import { pick, text } from './ocds-source.js';
import { does, send, type Said, type Sending, type Who } from './ocds-stage.js';
import type { Recorded } from './openeu-source.js';

/** What our API answered to the counterpart of a recorded act, and what of its content must be the same. */
export interface Played {
  call: string;
  said: Said;
  agrees: [what: string, theirs: unknown, ours: unknown][];
}

/** `refusal` is the rule, or the problem, by which we refuse what the source refused. */
export type Act =
  { name: string; counterpart: (it: Recorded) => Promise<Played>; refusal?: string } | { name: string; excuse: string };

export interface Bidder {
  who: Who;
  /** As last sealed; the platform never sees it before the opening. */
  payload: Record<string, unknown>;
  sha256: string;
}

export const people = {
  procurer: { client: 'procurer-wang' },
  approver: { client: 'approver-li' },
  evaluator: { client: 'evaluator-chen' },
} satisfies Record<string, Who>;

/** One tender of ours that a recorded flow is played on. */
export class OpeneuStage {
  id = '';
  readonly bidders = new Map<string, Bidder>();
  readonly ids = new Map<string, string>();
  /** What a bid proves its security by, where the tender asks for one. */
  security: object | null = null;
  private locked: Locked | null = null;
  private recipients = { A: '', B: '' };

  constructor(readonly app: TestApp) {}

  get path(): string {
    return `/v1/tenders/${this.id}`;
  }

  /** One request, and what of it must agree with the record. `tagged` paths and the ids of this run are left out of its name. */
  async play(
    who: Who | null,
    verb: Verb,
    path: string,
    sending: Sending = {},
    agrees: (body: unknown) => Played['agrees'] = () => [],
  ): Promise<Played> {
    const said = await send(this.app, who, verb, path, sending);
    const call = `${verb.toUpperCase()} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')}`;
    return { call, said, agrees: said.status < 400 ? agrees(said.body) : [] };
  }

  /** Keeps the id of what an act made; one that was refused made nothing, and shows itself there. */
  keep(as: string, { said }: Played): void {
    const id = pick(said.body, 'id');
    if (typeof id === 'string') this.ids.set(as, id);
  }

  async lock(): Promise<void> {
    this.locked = await rehearsed(this.app, this.id);
    this.recipients = recipientsOf(this.locked);
  }

  /** Approved by a second person, as the signed notice of the source is. */
  approve(): Promise<Played> {
    return this.play(people.approver, 'post', `${this.path}/approval`, { tagged: this.path });
  }

  publish(agrees?: (body: unknown) => Played['agrees']): Promise<Played> {
    return this.play(people.approver, 'post', `${this.path}/publication`, { tagged: this.path }, agrees);
  }

  /** A new version of the notice: proposed by the officer in charge, published by the approval of a second person. */
  async amend(json: object, agrees?: (body: unknown) => Played['agrees']): Promise<Played> {
    const reason = { zh: '按照记录的流程变更。', en: 'Changed as in the recorded flow.' };
    const path = `${this.path}/amendment-proposals`;
    const proposal = await this.play(people.procurer, 'post', path, { json: { reason, ...json }, tagged: this.path });
    if (proposal.said.status >= 400) return proposal;
    const proposed = `${path}/${text(proposal.said.body, 'id')}`;
    return this.play(people.approver, 'post', `${proposed}/approval`, { tagged: proposed }, agrees);
  }

  /** Seals the bidder's offer with `more` in it and hands it in, or replaces what it handed in before. */
  async bid(name: string, who: Who, more: Record<string, unknown>): Promise<Played> {
    const before = this.bidders.get(name);
    const payload = { ...(before?.payload ?? this.emptyPayload()), ...more };
    const sending = await this.sealed(payload);
    const sha256 = createHash('sha256')
      .update(sending.bytes as Buffer)
      .digest('hex');
    this.bidders.set(name, { who, payload, sha256 });
    const [verb, path] = before ? (['put', `${this.path}/bids/mine`] as const) : (['post', `${this.path}/bids`] as const);
    return this.play(who, verb, path, sending, (receipt) => [['SHA-256 of the receipt', sha256, sha256Of(receipt)]]);
  }

  /** The bidder's own view: the last receipt is that of the file it sealed last. */
  own(name: string, agrees: (body: unknown) => Played['agrees'] = () => []): Promise<Played> {
    const { who, sha256 } = this.bidder(name);
    return this.play(who, 'get', `${this.path}/bids/mine`, {}, (body) => [
      ['SHA-256 of the last receipt', sha256, sha256Of((pick(body, 'receipts') as unknown[]).at(-1))],
      ...agrees(body),
    ]);
  }

  bidder(name: string): Bidder {
    const found = this.bidders.get(name);
    if (!found) throw new Error(`${name} has not bid`);
    return found;
  }

  /** A quorum of both locks after the deadline; the bid ids by bidder, read off the minutes by the hash of the sealed file. */
  async open(): Promise<Played> {
    const locked = this.locked as Locked;
    const session = await begin(this.app, locked);
    for (const [lock, index] of [
      ['A', 1],
      ['A', 2],
      ['B', 1],
    ] as const)
      await handInShare(this.app, locked, lock, index, session);
    const last = await shareBody(locked, 'B', 2, session);
    const opening = await this.play({ client: last.client }, 'post', `${this.path}/opening/shares`, { json: last.body });
    const minutes = pick(await does(this.app, null, 'get', `${this.path}/opening`), 'minutes.bids') as unknown[];
    for (const [name, { sha256 }] of this.bidders) {
      const line = minutes.find((one) => sha256Of(one) === sha256);
      if (line !== undefined) this.ids.set(name, text(line, 'bidId'));
    }
    return opening;
  }

  idOf(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`${name} has no opened bid`);
    return id;
  }

  async sealed(payload: Record<string, unknown>): Promise<Sending> {
    return ageFile(Buffer.from(await sealBid(payload, this.recipients.A, this.recipients.B)));
  }

  private emptyPayload(): Record<string, unknown> {
    const empty = {
      format: 'ftz-bid-1',
      tenderId: this.id,
      offer: { zh: '—', en: '—' },
      answers: {},
      tradeSecrets: [],
      documents: [],
    };
    return this.security === null ? empty : { ...empty, security: this.security };
  }
}

export function ageFile(bytes: Buffer): Sending {
  return { bytes, headers: { 'content-type': 'application/age', 'content-digest': contentDigest(bytes) } };
}

function sha256Of(line: unknown): unknown {
  return pick(line, 'ciphertextSha256');
}
