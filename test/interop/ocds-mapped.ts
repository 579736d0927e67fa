import { civilDateOf, daysBetween } from '../../src/rules/moment.js';
import {
  amount,
  beside,
  coded,
  currency,
  day,
  during,
  either,
  factOf,
  holds,
  instant,
  isInstant,
  issued,
  later,
  numeral,
  refusedBy,
  same,
  shown,
  where,
  within,
  type Get,
  type Mapping,
  type Place,
} from './ocds-mapping.js';
import { documentTypes } from './ocds-bodies.js';
import { daysLater, list, pick, shifted, text, yuan } from './ocds-source.js';
import { organizationOf } from './ocds-view.js';

type Table = Record<string, Mapping>;

const noticeOf: Record<string, string> = { tender: 'tender', tenderAmendment: 'amendment', award: 'award', contract: 'contract' };
const published = during('tender', 'tenderAmendment');
const ownNotice =
  (path: string): Get =>
  ({ view, leaf }) =>
    pick(view.notices[noticeOf[leaf.tag] ?? ''], path);
const isBuyer = (id: unknown): boolean => String(id).startsWith('GB-LAC-');
const isDocument =
  (...ids: string[]) =>
  (place: Place): boolean =>
    ids.includes(String(beside(place, 'id')));

/** The party of a leaf, by the source's id in it or beside it. */
const party =
  (path: string, idAt: string): Get =>
  (place) =>
    pick(organizationOf(place.view, String(beside(place, idAt))), path);
const partyById: Get = ({ view, value }) => {
  const found = organizationOf(view, String(value));
  return found === undefined ? undefined : `${text(found, 'scheme')}-${text(found, 'identifier')}`;
};

/** The buyer is the seeded procuring entity, which stands in for it; suppliers are who they are. */
const idOfParty: Mapping = either(
  where(({ value }) => isBuyer(value), issued('buyer', partyById)),
  same(partyById),
);
const nameOfParty: Mapping = either(
  where((place) => isBuyer(beside(place, 'id')), issued('name of the buyer', party('name.en', 'id'))),
  same(party('name.en', 'id')),
);

function rolesHold(place: Place): boolean {
  const { view, value } = place;
  const found = organizationOf(view, String(beside(place, '../id')));
  const [id, kinds] = [pick(found, 'id'), list(found, 'kinds')];
  if (value === 'buyer' || value === 'procuringEntity')
    return kinds.includes('procuring-entity') && pick(view.tender, 'procurer.id') === id;
  if (value === 'supplier') return kinds.includes('supplier') && pick(view.award, 'supplier.id') === id;
  return value === 'tenderer' && list(view.minutes, 'bids').some((bid) => pick(bid, 'supplierId') === id);
}

const parties: Table = {
  'buyer/id': idOfParty,
  'buyer/name': nameOfParty,
  'parties/*/id': idOfParty,
  'parties/*/name': nameOfParty,
  'parties/*/roles/*': holds(party('kinds', '../id'), rolesHold),
  'parties/*/identifier/scheme': either(
    where((place) => isBuyer(beside(place, '../id')), issued('register of the buyer', party('scheme', '../id'))),
    same(party('scheme', '../id')),
  ),
  'parties/*/identifier/id': either(
    where((place) => isBuyer(beside(place, '../id')), issued('number of the buyer', party('identifier', '../id'))),
    // The source's spreadsheet turned 11111111 into 11111111.0.
    holds(party('identifier', '../id'), (place) => `${String(party('identifier', '../id')(place))}.0` === place.value),
  ),
  'parties/*/identifier/legalName': either(
    where((place) => isBuyer(beside(place, '../id')), issued('legal name of the buyer', party('name.en', '../id'))),
    same(party('legalName.en', '../id')),
  ),
  ...Object.fromEntries(
    ['streetAddress', 'locality', 'region', 'postalCode', 'countryName'].map((name) => [
      `parties/*/address/${name}`,
      either(
        where((place) => isBuyer(beside(place, '../id')), issued(`${name} of the buyer`, shown('tender.procurer.address.en'))),
        within(party('address.en', '../id')),
      ),
    ]),
  ),
  // A notice names whom to turn to; the stand-in for the buyer has a contact of its own. What suppliers gave is not public.
  ...Object.fromEntries(
    Object.entries({ name: 'name', email: 'email', telephone: 'phone', faxNumber: 'faxNumber', url: 'url' }).map(
      ([theirs, ours]) => [
        `parties/*/contactPoint/${theirs}`,
        where(
          (place) => isBuyer(beside(place, '../id')),
          issued(`${theirs} of the buyer`, shown(`tender.procurer.contact.${ours}`)),
        ),
      ],
    ),
  ),
};

const english: Mapping = coded((place) => (pick(place.view.tender, 'title.en') === undefined ? undefined : 'zh and en'), {
  en: 'zh and en',
});

const release: Table = {
  ocid: issued('ocid', shown('tender.ocid')),
  id: where((place) => place.leaf.tag in noticeOf, issued('notice', ownNotice('notice.id'))),
  language: english,
  date: either(
    where(during('tender', 'tenderAmendment', 'award'), instant(ownNotice('notice.publishedAt'))),
    // The source publishes its contract an hour after the award; ours is published with its signing, after the standstill.
    where(
      during('contract'),
      refusedBy('contract', ownNotice('notice.publishedAt'), (found, place) => {
        const isPast = civilDateOf(String(found)) > String(factOf(place, 'contract', 'derivation.result'));
        return isPast && isInstant(found, shifted(text(place.source, 'contracts.0.dateSigned')));
      }),
    ),
  ),
  'tag/*': where(({ leaf }) => leaf.tag in noticeOf, coded(ownNotice('notice.kind'), noticeOf)),
};

/** The heading of a notice is its kind and the procurement; the source's is the kind alone. */
const headed = (kind: string): Mapping =>
  holds(shown(`notices.${kind}.notice.title.en`), ({ value, view }) => {
    const heading = text(view, `notices.${kind}.notice.title.en`).toLowerCase();
    return heading === `${String(value)}: ${text(view.tender, 'title.en')}`.toLowerCase();
  });

/** Our sentence names the procurement, and the one whom the source's names too. */
const summedUp = (kind: string, names: string): Mapping =>
  holds(shown(`notices.${kind}.notice.summary.en`), ({ view }) =>
    [text(view.tender, 'title.en'), text(view, names)].every((name) =>
      text(view, `notices.${kind}.notice.summary.en`).includes(name),
    ),
  );

/** A notice that the source lists as a document of that id. */
function noticeAsDocument(under: string, id: string, kind: string, type: string): Table {
  const fields: Table = {
    id: issued(`document that is the ${kind} notice`, shown(`notices.${kind}.notice.id`)),
    documentType: coded(shown(`notices.${kind}.notice.kind`), { [type]: kind }),
    url: issued('address', shown(`notices.${kind}.notice.url`)),
    language: english,
  };
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [`${under}/${name}`, where(isDocument(id), one)]));
}

const servedAsHtml = (kind: string): Mapping => same(({ view }) => view.notices[kind]?.htmlType.split(';')[0]);

/** The source issues its documents two weeks before the notice; nobody gets them here before it. */
function documentsWithTheNotice(get: Get): Mapping {
  return refusedBy('documents-before-notice', get, (found, { sources }) =>
    isInstant(found, shifted(text(sources, 'tender.date'))),
  );
}

/** A document added to the draft, found again by its title. */
const added =
  (path: string): Get =>
  (place) =>
    pick(
      place.view.documents.find((one) => pick(one, 'document.title.en') === beside(place, 'title')),
      path,
    );

const addedDocument: Table = {
  id: issued('document', added('document.id')),
  documentType: coded(added('document.documentType'), documentTypes),
  title: same(added('document.title.en')),
  description: within(added('content')),
  url: issued('address', added('document.url')),
  // The source's documents were out before its notice; here everybody gets them with it.
  datePublished: documentsWithTheNotice(added('document.publishedAt')),
  format: same(added('document.mediaType')),
  language: same(added('document.language')),
};

const ownWords: Table = {
  title: headed('tender'),
  description: summedUp('tender', 'tender.procurer.name.en'),
  format: servedAsHtml('tender'),
};

const tenderDocuments: Table = Object.fromEntries(
  ['id', 'documentType', 'title', 'description', 'url', 'datePublished', 'format', 'language'].map((name): [string, Mapping] => [
    `tender/documents/*/${name}`,
    either(
      noticeAsDocument('', '5.0', 'tender', 'tenderNotice')[`/${name}`] ?? (() => null),
      where(isDocument('3.0'), addedDocument[name] ?? (() => null)),
      // Answers to enquiries come as a document of an amendment, on the source's own day.
      where(
        isDocument('6.0'),
        name === 'datePublished' ? instant(added('document.publishedAt')) : (addedDocument[name] ?? (() => null)),
      ),
      where(isDocument('5.0'), ownWords[name] ?? (() => null)),
      name === 'datePublished'
        ? where(isDocument('5.0'), documentsWithTheNotice(shown('notices.tender.notice.publishedAt')))
        : () => null,
    ),
  ]),
);

const lawfulDays: Mapping = refusedBy(
  'bid-period',
  shown('tender.ruleProfile.bidPeriod.derivation.days'),
  (found, place) => found === factOf(place, 'bid-period', 'derivation.days'),
);

function extended({ sources, replayed }: Place): string {
  const ends = (tag: string): number => Date.parse(text(sources, `${tag}.tender.tenderPeriod.endDate`));
  const days = (ends('tenderAmendment') - ends('tender')) / 86_400_000;
  return daysLater(text(replayed.refusals.get('amendment'), 'facts.before'), days);
}

function daysOfContract({ view }: Place): number {
  return daysBetween(text(view.tender, 'contractPeriod.from'), text(view.tender, 'contractPeriod.to')) + 1;
}

const periods: Table = {
  'tender/tenderPeriod/startDate': where(published, documentsWithTheNotice(shown('tender.documentsIssuedAt'))),
  'tender/tenderPeriod/endDate': either(
    where(
      during('tender'),
      refusedBy(
        'bid-period',
        shown('tender.bidsCloseAt'),
        (found, place) => civilDateOf(String(found)) === factOf(place, 'bid-period', 'derivation.result'),
      ),
    ),
    where(
      during('tenderAmendment'),
      refusedBy('amendment', shown('tender.bidsCloseAt'), (found, place) => isInstant(found, extended(place))),
    ),
  ),
  'tender/tenderPeriod/durationInDays': lawfulDays,
  'tender/awardPeriod/startDate': refusedBy('opening', later('award', 'minutes.openableAt'), (found, place) =>
    isInstant(found, String(factOf(place, 'opening', 'facts.openableAt'))),
  ),
  'tender/awardPeriod/endDate': refusedBy('award-period', later('award', 'award.decidedAt'), (found, { sources }) =>
    isInstant(found, shifted(text(sources, 'award.date'))),
  ),
  'tender/contractPeriod/startDate': where(published, day(shown('tender.contractPeriod.from'))),
  'tender/contractPeriod/endDate': where(published, day(shown('tender.contractPeriod.to'))),
  'tender/contractPeriod/durationInDays': numeral(daysOfContract),
};

const quality: Get = ({ view }) =>
  pick(
    list(view.tender, 'criteria').find((one) => pick(one, 'kind') === 'quality'),
    'name.en',
  );

const tender: Table = {
  // The source gives its plan another id; here the plan is the draft of the same tender.
  'tender/id': (place) => issued(place.leaf.tag === 'planning' ? 'plan' : 'tender', shown('tender.id'))(place),
  'tender/title': same(shown('tender.title.en')),
  'tender/description': where(during('tender', 'tenderAmendment', 'award'), same(shown('tender.description.en'))),
  'tender/mainProcurementCategory': same(shown('tender.category')),
  'tender/status': where(
    during('tender', 'tenderAmendment', 'award'),
    coded(shown('tender.state'), { active: 'open', complete: 'awarded' }),
  ),
  'tender/value/amount': where(published, amount(shown('tender.estimatedValue.amount'))),
  'tender/value/currency': currency(shown('tender.estimatedValue.currency')),
  'tender/procurementMethod': same(shown('tender.method')),
  'tender/procurementMethodDetails': same(shown('tender.qualificationRequirements.en')),
  'tender/awardCriteria': coded(shown('tender.awardMethod'), { bestProposal: 'weighted-score' }),
  'tender/awardCriteriaDetails': same(quality),
  'tender/procurementMethodRationale': same(shown('tender.procurementMethodRationale.en')),
  'tender/submissionMethod/*': same(shown('tender.submissionMethod.{0}')),
  // An address of theirs for ours.
  'tender/submissionMethodDetails': holds(shown('tender.submissionMethodDetails.en'), ({ view }) =>
    text(view.tender, 'submissionMethodDetails.en').includes(`/v1/tenders/${text(view.tender, 'id')}/bids`),
  ),
  'tender/procuringEntity/id': idOfParty,
  'tender/procuringEntity/name': nameOfParty,
  'tender/amendments/*/date': instant(shown('notices.amendment.notice.publishedAt')),
  'tender/amendments/*/rationale': same(shown('notices.amendment.notice.content.reason.en')),
  'tender/amendments/*/id': issued('amendment', shown('notices.amendment.notice.id')),
  'tender/amendments/*/amendsReleaseID': issued('notice', shown('notices.tender.notice.id')),
  'tender/amendments/*/releaseID': issued('notice', shown('notices.amendment.notice.id')),
  'tender/numberOfTenderers': refusedBy(
    'two-bidders',
    ({ view }) => list(view.minutes, 'bids').length,
    (found, place) => Number(found) > Number(factOf(place, 'two-bidders', 'facts.count')),
  ),
  'tender/tenderers/*/id': idOfParty,
  'tender/tenderers/*/name': nameOfParty,
};

/** Items as the tender, the award or the contract itself shows them. */
function items(under: string, ours: string): Table {
  const classes = { classification: 0, 'additionalClassifications/*': 1 };
  return {
    [`${under}/id`]: same(shown(`${ours}.id`)),
    [`${under}/description`]: same(shown(`${ours}.description.en`)),
    [`${under}/quantity`]: where(({ leaf }) => leaf.tag !== 'planning', numeral(shown(`${ours}.quantity`))),
    [`${under}/unit/value/amount`]: where(({ leaf }) => leaf.tag !== 'planning', amount(shown(`${ours}.unitPrice.amount`))),
    [`${under}/unit/value/currency`]: currency(shown(`${ours}.unitPrice.currency`)),
    ...Object.fromEntries(['name', 'id', 'scheme'].map((name) => [`${under}/unit/${name}`, within(shown(`${ours}.unit`))])),
    ...Object.fromEntries(
      Object.entries(classes).flatMap(([theirs, at]) =>
        ['scheme', 'id', 'description.en', 'uri'].map((name) => [
          `${under}/${theirs}/${name.replace('.en', '')}`,
          same(shown(`${ours}.additionalClassifications.${at}.${name}`)),
        ]),
      ),
    ),
  };
}

/** The award is dated once: the source's second dating of it was tried as a second award. */
const datedOnce = (get: Get): Mapping =>
  either(
    where(during('award'), instant(get)),
    refusedBy('second-award', get, (found, { sources }) => isInstant(found, shifted(text(sources, 'award.date')))),
  );

const awards: Table = {
  'awards/*/id': issued('award', shown('award.id')),
  'awards/*/title': within(shown('award.reasons.en')),
  'awards/*/description': within(shown('award.reasons.en')),
  'awards/*/status': coded(
    ({ view }) => `${text(view.award, 'state')}, ${view.contract === null ? 'standstill' : 'contracted'}`,
    { pending: 'active, standstill', active: 'active, contracted' },
  ),
  'awards/*/date': datedOnce(shown('award.decidedAt')),
  'awards/*/value/amount': amount(shown('award.amount.amount')),
  'awards/*/value/currency': currency(shown('award.amount.currency')),
  'awards/*/suppliers/*/id': idOfParty,
  'awards/*/suppliers/*/name': same(shown('award.supplier.name.en')),
  'awards/*/contractPeriod/startDate': day(shown('tender.contractPeriod.from')),
  'awards/*/contractPeriod/endDate': day(shown('tender.contractPeriod.to')),
  'awards/*/contractPeriod/maxExtentDate': day(shown('tender.contractPeriod.maxExtentOn')),
  ...items('awards/*/items/*', 'award.items.{1}'),
  ...noticeAsDocument('awards/*/documents/*', '7.0', 'award', 'awardNotice'),
  'awards/*/documents/*/datePublished': datedOnce(shown('notices.award.notice.publishedAt')),
  'awards/*/documents/*/title': headed('award'),
  'awards/*/documents/*/description': summedUp('award', 'award.supplier.name.en'),
  'awards/*/documents/*/format': servedAsHtml('award'),
};

const contracts: Table = {
  'contracts/*/id': same(shown('contract.number')),
  'contracts/*/awardID': issued('award', shown('contract.awardId')),
  'contracts/*/title': same(shown('contract.title.en')),
  'contracts/*/description': same(shown('contract.description.en')),
  'contracts/*/status': coded(shown('contract.state'), { active: 'signed' }),
  'contracts/*/period/startDate': day(shown('contract.period.startsOn')),
  'contracts/*/period/endDate': day(shown('contract.period.endsOn')),
  'contracts/*/period/maxExtentDate': day(shown('contract.period.maxExtentOn')),
  'contracts/*/value/amount': amount(shown('contract.amount.amount')),
  'contracts/*/value/currency': currency(shown('contract.amount.currency')),
  'contracts/*/dateSigned': instant(shown('contract.signedAt')),
  ...items('contracts/*/items/*', 'contract.items.{1}'),
  ...noticeAsDocument('contracts/*/documents/*', '8.0', 'contract', 'contractSigned'),
  'contracts/*/documents/*/format': refusedBy(
    'contract-as-pdf',
    ({ view }) => view.notices['contract']?.htmlType.split(';')[0],
    (found) => found === 'text/html',
  ),
};

const planning: Table = {
  'planning/budget/id': same(shown('tender.budgetSource.id')),
  'planning/budget/uri': same(shown('tender.budgetSource.uri')),
  'planning/budget/project': same(shown('tender.project.name.en')),
  'planning/budget/projectID': same(shown('tender.project.id')),
  'planning/milestones/*/id': same(shown('tender.milestones.{0}.id')),
  'planning/milestones/*/type': same(shown('tender.milestones.{0}.type')),
  'planning/milestones/*/title': same(shown('tender.milestones.{0}.title.en')),
  'planning/milestones/*/description': same(shown('tender.milestones.{0}.description.en')),
  'planning/milestones/*/status': coded((place) => shown('tender.milestones.{0}.metOn')(place) !== undefined, {
    met: true,
    scheduled: false,
  }),
  'planning/milestones/*/dueDate': day(shown('tender.milestones.{0}.dueOn')),
  'planning/milestones/*/dateMet': day(shown('tender.milestones.{0}.metOn')),
  'planning/budget/description': within(shown('tender.fundingPurpose.en')),
  'planning/rationale': within(shown('tender.fundingPurpose.en')),
  'planning/budget/amount/amount': refusedBy(
    'over-budget',
    shown('tender.budget.amount'),
    (found, place) =>
      factOf(place, 'over-budget', 'facts.budget') === yuan(place.value).amount &&
      Number(found) >= Number(factOf(place, 'over-budget', 'facts.price')),
  ),
  'planning/budget/amount/currency': currency(shown('tender.budget.currency')),
  ...Object.fromEntries(Object.entries(addedDocument).map(([name, mapping]) => [`planning/documents/*/${name}`, mapping])),
};

/** Where each leaf of the source has its place in what we publish, by pattern from the release. */
export const mapped: Table = {
  ...release,
  ...parties,
  ...planning,
  ...tender,
  ...periods,
  ...items('tender/items/*', 'tender.items.{0}'),
  ...tenderDocuments,
  ...awards,
  ...contracts,
};
