import type { TestApp } from '../app.js';
import { supplierOf } from './ocds-bodies.js';
import { list, pick, text, yuan } from './ocds-source.js';
import { does, type Who } from './ocds-stage.js';

export interface Bidder {
  who: Who;
  price: string;
  /** What it asks for a unit of each item. */
  items?: { id: string; unitPrice: object }[];
  /** Of the quality criterion. */
  score: string;
}

export const procurer: Who = { client: 'procurer-port' };
const registrar: Who = { client: 'registrar' };

/** Our law wants three; the source has two. A supplier of the demonstration. */
export const thirdBidder: Bidder = { who: { client: 'supplier-shenda' }, price: '12000000.00', score: '60' };

/**
 * The source's two suppliers, entered and verified by the registrar, with demo people who act for them, and the lock holder and evaluator of
 * the port. The winner's price is the source's; of the other it says none.
 */
export async function enterPeople(
  app: TestApp,
  source: unknown,
): Promise<{ custodian: Who; evaluator: Who; suppliers: Bidder[] }> {
  const port = text(await does(app, procurer, 'get', '/v1/me'), 'organization.id');
  const custodian = await member(app, port, 'custodian-hospital', 'custodian');
  const evaluator = await member(app, port, 'evaluator-chen', 'evaluator');
  const parties = list(source, 'award.parties').filter((one) => !list(one, 'roles').includes('buyer'));
  const anyCorp = await supplier(app, parties[0], 'supplier-hujiang');
  const betaCorp = await supplier(app, parties[1], 'supplier-rheinland');
  const items = list(source, 'award.awards.0.items').map((one) => ({
    id: text(one, 'id'),
    unitPrice: yuan(pick(one, 'unit.value.amount')),
  }));
  const suppliers = [
    { who: anyCorp, price: yuan(pick(source, 'award.awards.0.value.amount')).amount, items, score: '95' },
    { who: betaCorp, price: '11500000.00', score: '70' },
  ];
  return { custodian, evaluator, suppliers };
}

async function supplier(app: TestApp, party: unknown, client: string): Promise<Who> {
  const id = text(await does(app, registrar, 'post', '/v1/organizations', { json: supplierOf(party) }), 'id');
  const path = `/v1/organizations/${id}`;
  const basis = { zh: '英国公司注册处', en: 'Companies House' };
  await does(app, registrar, 'post', `${path}/verification`, { json: { basis }, tagged: path });
  return member(app, id, client, 'supplier');
}

/** A person may belong to several organisations, and says for which it acts. */
async function member(app: TestApp, organizationId: string, client: string, role: string): Promise<Who> {
  const json = { subject: client, name: { zh: client, en: client }, roles: [role] };
  await does(app, registrar, 'post', `/v1/organizations/${organizationId}/members`, { json });
  return { client, for: organizationId };
}
