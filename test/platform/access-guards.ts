import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ArchiveController } from '../../src/archive/archive.controller.js';
import { ReadAwards } from '../../src/awards/read-awards.js';
import { ReadExclusions } from '../../src/awards/read-exclusions.js';
import { BidBox } from '../../src/bids/bids.queries.js';
import { OpeningController } from '../../src/bids/opening.controller.js';
import { ReadChallenges } from '../../src/challenges/read-challenges.js';
import { ReadDelegations } from '../../src/organizations/read-delegations.js';
import type { Actor } from '../../src/platform/actor.js';
import { admissionKey, type Admission } from '../../src/platform/policy.js';
import { Reads } from '../../src/platform/reads.js';
import { ReadTenders } from '../../src/tenders/read-tenders.js';
import { TendersController } from '../../src/tenders/tenders.controller.js';
import type { Stage } from './access-stage.js';
import type { CallerName, Mark } from './access-table.js';

/** One guard, taken out of a running service, and what the grid has to say of it. */
export interface Removal {
  guard: string;
  /** Gives what puts the guard back. */
  remove(app: NestFastifyApplication, stage: Stage): () => void;
  /** By `VERB path [subject]`: who gets further than the table allows, and how far. */
  red: Record<string, Partial<Record<CallerName, Mark>>>;
}

const strangers = [
  'procurerOther',
  'approverOther',
  'supplierOther',
  'supplierUnverified',
  'evaluatorOther',
  'custodianOther',
] as const;
const outside = [...strangers, 'supplierOwn', 'reviewerOfCase', 'reviewerOther', 'supervisor', 'auditor', 'registrar'] as const;
const unseen = [...outside, 'nobody', 'newcomer', 'suspended'] as const;
const own = ['procurerOwn', 'approverOwn', 'supplierOwn', 'evaluatorOwn', 'custodianNamed'] as const;
const notArchivists = [...own, ...strangers, 'reviewerOfCase', 'reviewerOther', 'registrar', 'suspended'] as const;

function all(mark: Mark, ...names: readonly CallerName[]): Partial<Record<CallerName, Mark>> {
  return Object.fromEntries(names.map((name) => [name, mark]));
}

export const removals: Removal[] = [
  {
    guard: 'the roles of a route that reads',
    remove: () => admitting(ArchiveController.prototype.read, 'authenticated'),
    red: {
      'GET /v1/archive/tenders/{id} [awarded]': all('.', ...notArchivists),
      'GET /v1/archive/tenders/{id} [draft]': all('.', ...notArchivists),
    },
  },
  {
    guard: 'the second pair of eyes',
    remove: () => admitting(TendersController.prototype.approve, ['approver', 'procurer']),
    red: { 'POST /v1/tenders/{id}/approval [draft]': { procurerOwn: '.', procurerOther: '4' } },
  },
  {
    guard: 'the role of those who open',
    remove: () => admitting(OpeningController.prototype.share, ['custodian', 'procurer']),
    red: {
      'POST /v1/tenders/{id}/opening/shares [open]': all('f', 'procurerOwn', 'procurerOther'),
      'POST /v1/tenders/{id}/opening/shares [draft]': all('4', 'procurerOwn', 'procurerOther'),
    },
  },
  {
    guard: 'the condition that hides drafts',
    remove: (app) => {
      const reads = app.get(Reads);
      const hidden = '(tender.published_at IS NOT NULL OR tender.procurer_id = $1)';
      const named = (_name: string, sql: string, params: readonly unknown[] = []): Promise<unknown[]> =>
        reads.query(sql.replace(hidden, '($1::uuid IS NULL OR true)'), params);
      return replacing(app, Reads, 'named', named);
    },
    red: { 'GET /v1/tenders/{id} [draft]': all('.', ...unseen) },
  },
  {
    guard: 'the question whether a tender may be read at all',
    remove: (app) => replacing(app, ReadTenders, 'requireReadable', () => Promise.resolve()),
    red: {
      'GET /v1/tenders/{id}/timeline [draft]': all('.', ...unseen),
      'GET /v1/tenders/{id}/notices [draft]': all('.', ...unseen),
    },
  },
  {
    guard: 'whose receipt it is',
    remove: (app, { subjects }) => {
      const box = app.get(BidBox);
      const receipt = box.receipt.bind(box);
      return replacing(app, BidBox, 'receipt', (id: string) => receipt(id, String(subjects['bidder']?.['id'])));
    },
    red: { 'GET /v1/receipts/{id} [receipt]': all('.', 'supplierOther', 'supplierUnverified') },
  },
  {
    guard: 'who may read opened bids',
    remove: (app) => replacing(app, ReadAwards, 'requireMayRead', () => Promise.resolve()),
    red: {
      'GET /v1/tenders/{id}/opened-bids [awarded]': all('.', 'procurerOther', 'approverOther', 'evaluatorOther'),
      'GET /v1/tenders/{id}/opened-bids/{bidId}/documents/{sha256} [awarded]': all(
        '.',
        'procurerOther',
        'approverOther',
        'evaluatorOther',
      ),
      'GET /v1/tenders/{id}/opened-bids [open]': all('.', 'procurerOther', 'approverOther', 'evaluatorOther', 'evaluatorOwn'),
    },
  },
  {
    guard: 'whose case a complaint is',
    remove: (app) => replacing(app, ReadChallenges, 'reviews', () => Promise.resolve(true)),
    red: {
      'GET /v1/complaints/{id} [complaint]': all(
        '.',
        'procurerOther',
        'approverOther',
        'supplierOther',
        'supplierUnverified',
        'reviewerOther',
      ),
    },
  },
  {
    guard: 'whose exclusion it is',
    remove: (app) => {
      const reads = app.get(ReadExclusions);
      const one = reads.one.bind(reads);
      return replacing(app, ReadExclusions, 'one', (actor: Actor, id: string) => one(overseeing(actor), id));
    },
    red: {
      'GET /v1/exclusions/{id} [exclusion]': all(
        '.',
        'procurerOther',
        'approverOther',
        'supplierOther',
        'supplierUnverified',
        'evaluatorOther',
        'reviewerOfCase',
        'reviewerOther',
      ),
    },
  },
  {
    guard: 'whose mandate it is',
    remove: (app) => {
      const reads = app.get(ReadDelegations);
      const one = reads.one.bind(reads);
      const read = (actor: Actor, ...named: Tail<Parameters<typeof one>>): unknown => one(overseeing(actor), ...named);
      return replacing(app, ReadDelegations, 'one', read);
    },
    red: {
      'GET /v1/organizations/{id}/mandates/{mandateId} [mandate]': all(
        '.',
        ...strangers,
        'supplierOwn',
        'reviewerOfCase',
        'reviewerOther',
        'supervisor',
        'suspended',
      ),
    },
  },
];

type Tail<All extends unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never;

function overseeing(actor: Actor): Actor {
  return { ...actor, roles: [...actor.roles, 'auditor'] };
}

/** Another admission for a route: the guard reads it from the route at every request. */
function admitting(handler: object, admission: Admission): () => void {
  const before = Reflect.getMetadata(admissionKey, handler) as Admission;
  Reflect.defineMetadata(admissionKey, admission, handler);
  return () => Reflect.defineMetadata(admissionKey, before, handler);
}

/** Another method for one service of one application. */
function replacing(app: NestFastifyApplication, type: Type, name: string, method: unknown): () => void {
  const service = app.get<object>(type);
  if (typeof Reflect.get(service, name) !== 'function') throw new Error(`${type.name} has no ${name}`);
  Object.defineProperty(service, name, { value: method, configurable: true });
  return () => void Reflect.deleteProperty(service, name);
}
