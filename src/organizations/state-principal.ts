import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { identityNumberIsSound } from '../rules/principals.js';
import { requireRegistrarOrAdministrator } from './administrators.js';
import { countryCodes } from './country-codes.js';
import { organizationById } from './organizations.queries.js';
import type { PrincipalBody } from './principal.dto.js';
import { presentPrincipal, Principal, type PrincipalAnswer } from './principal.entity.js';
import { PrincipalHashes } from './principal-hashes.js';

/** An organisation says who its principal is (实施条例 art. 18), at its registration or later; a registrar verifies it. */
@Injectable()
export class StatePrincipal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hashes: PrincipalHashes,
  ) {}

  /** Throws LawRefusal `principal.number-invalid`; Refusal 403 for a member who does not administer the organisation, 404, 422. */
  run(actor: Actor, organizationId: string, body: PrincipalBody): Promise<PrincipalAnswer> {
    return this.unitOfWork.run(this.hashes.veiled(actor), async (work) => {
      if (!(await organizationById(work, organizationId))) throw unknownResource();
      await requireRegistrarOrAdministrator(work, actor, organizationId);
      return presentPrincipal(await recordPrincipal(work, actor, this.hashes, { organizationId, body, pointer: '#' }));
    });
  }
}

/** Throws LawRefusal `principal.number-invalid`, Refusal 422 for a country that does not exist. `pointer`: where the body stands in the request. */
export async function recordPrincipal(
  work: Work,
  actor: Actor,
  hashes: PrincipalHashes,
  { organizationId, body, pointer }: { organizationId: string; body: PrincipalBody; pointer: string },
): Promise<Principal> {
  const { name, identity } = body;
  if (!countryCodes.has(identity.country))
    throw invalid(`${pointer}/identity/country`, {
      zh: '不是ISO 3166-1二字母国家代码。',
      en: 'This is no ISO 3166-1 alpha-2 country code.',
    });
  obey(identityNumberIsSound(identity).map((one) => ({ ...one, pointer: `${pointer}/identity/number` })));
  const principal = await work.insert(Principal, {
    ...undecided,
    id: newId(),
    organizationId,
    name: { ...name },
    identityKind: identity.kind,
    identityCountry: identity.country,
    identityHash: hashes.identityOf(identity),
    statedBy: actor.personId,
    statedAt: work.now,
  });
  work.record({
    type: 'principal.stated',
    article: 59,
    tenderId: null,
    subject: { kind: 'principal', id: principal.id },
    payload: { organizationId, name: principal.name, identityKind: identity.kind, identityCountry: identity.country },
  });
  return principal;
}

const undecided = { version: 1, state: 'unverified', basis: null, reason: null, decidedBy: null, decidedAt: null } as const;
