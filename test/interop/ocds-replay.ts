import { fulfil } from '../awards/stories.js';
import { shanghaiTime, type Instant } from '../../src/rules/moment.js';
import type { TestApp } from '../app.js';
import { dealt, openTogether, rehearse, sealLock, type Locked } from '../custody/ceremony.js';
import { recipientsOf } from '../journeys/steps.js';
import { dayAfter, daysLater, list, pick, shifted, shiftedDay, text, yuan, type Release, type Tag } from './ocds-source.js';
import { does, refused, sealed, type Refused, type Who } from './ocds-stage.js';
import { budgetOf, contractOf, tenderOf, uploadOf } from './ocds-bodies.js';
import { enterPeople, procurer, thirdBidder, type Bidder } from './ocds-people.js';
import { both, joined } from './ocds-texts.js';
import { publicView, type View } from './ocds-view.js';

/** One tender on the stage: as the source has it, or with what our law asks for beyond it. */
interface Line {
  id: string;
  path: string;
  locked: Locked;
  recipients: { A: string; B: string };
  bidders: Bidder[];
}

/** The replayed tender, the one that keeps to the two bidders of the source, and the one that keeps to its budget. */
type Lines = [Line, Line, Line];

export interface Replayed {
  views: Record<Tag, View>;
  /** By the name of the attempt. */
  refusals: Map<string, Refused>;
  completed: View;
  /** What the source's own two bidders came to. */
  asRecorded: View;
}

const approver: Who = { client: 'approver-port' };

/** Drives the API through the six releases, each at its own moved moment. The clock only goes forward. */
export class Replay {
  private readonly refusals = new Map<string, Refused>();
  private readonly source: Record<string, unknown>;
  private custodian: Who = procurer;
  private evaluator: Who = procurer;
  private lines: Lines | null = null;

  constructor(
    private readonly app: TestApp,
    all: readonly Release[],
  ) {
    this.source = Object.fromEntries(all.map((one) => [one.tag, one.body]));
  }

  async run(): Promise<Replayed> {
    await this.plan();
    const tender = await this.publish();
    const tenderAmendment = await this.amend();
    await this.bidAndOpen();
    const award = await this.award();
    const contract = await this.sign();
    await this.until(this.at('implementation.date'));
    const implementation = await this.look();
    const completed = await this.complete();
    const asRecorded = await publicView(this.app, this.recorded.id);
    const views = { planning: tender, tender, tenderAmendment, award, contract, implementation };
    return { views, refusals: this.refusals, completed, asRecorded };
  }

  private get main(): Line {
    return (this.lines as Lines)[0];
  }

  private get recorded(): Line {
    return (this.lines as Lines)[1];
  }

  private get costly(): Line {
    return (this.lines as Lines)[2];
  }

  private at(path: string): string {
    return text(this.source, path);
  }

  /** Stands at the moved instant of the source. */
  private until(instant: string): Promise<void> {
    return this.app.setClock(shifted(instant), true);
  }

  private look(): Promise<View> {
    return publicView(this.app, this.main.id);
  }

  /** Tries what the source did; it must be refused. */
  private async try(
    name: string,
    rule: string,
    ...args: Parameters<typeof does> extends [unknown, ...infer Rest] ? Rest : never
  ) {
    const found = await refused(rule, this.app, ...args);
    this.refusals.set(name, found);
    return found;
  }

  /** The plan is the draft: what it says can be read once it is published. Documents are added on their own dates. */
  private async plan(): Promise<void> {
    const documents = [
      ...list(this.source, 'planning.planning.documents'),
      ...list(this.source, 'planning.tender.documents'),
    ].filter((one) => pick(one, 'url') !== undefined);
    await this.until(text(documents[0], 'datePublished'));
    const { custodian, evaluator, suppliers } = await enterPeople(this.app, this.source);
    [this.custodian, this.evaluator] = [custodian, evaluator];
    this.lines = [
      await this.draft([...suppliers, thirdBidder]),
      await this.draft(suppliers),
      await this.draft([...suppliers, thirdBidder]),
    ];
    for (const document of documents) {
      await this.until(text(document, 'datePublished'));
      const { path, sending } = uploadOf(this.main.path, document);
      await does(this.app, procurer, 'post', path, sending);
    }
  }

  private async draft(bidders: Bidder[]): Promise<Line> {
    const json = { ...this.tender('planning.tender'), ...budgetOf(pick(this.source, 'planning.planning')) };
    const id = text(await does(this.app, procurer, 'post', '/v1/tenders', { json }), 'id');
    const locked = await dealt(this.app, id, { actingFor: { [this.custodian.client]: this.custodian.for ?? '' } });
    return { id, path: `/v1/tenders/${id}`, locked, recipients: recipientsOf(locked), bidders };
  }

  private tender(path: string): Record<string, unknown> {
    return tenderOf(pick(this.source, path), pick(this.source, 'award.awards.0'));
  }

  /** The notice, first with the source's 17 days. Its documents were out two weeks before it: here nobody gets them before the notice. */
  private async publish(): Promise<View> {
    const period = pick(this.source, 'tender.tender.tenderPeriod');
    await this.until(text(period, 'startDate'));
    const own = list(await does(this.app, procurer, 'get', `${this.main.path}/documents`), 'items');
    if (own.length !== 3) throw new Error('the documents are not there yet');
    await this.until(this.at('tender.date'));
    for (const line of this.lines as Lines) {
      for (const lock of ['A', 'B'] as const) await sealLock(this.app, line.locked, lock);
      await rehearse(this.app, line.locked);
      const wished = shifted(text(period, 'endDate'));
      if (line === this.main) await this.issueBeforeNotice(line, wished);
      await this.revise(line, { ...this.tender('tender.tender'), bidsCloseAt: wished, documentsIssueAt: null });
      const short = await this.try('bid-period', 'tender.bid-period-short', procurer, 'post', `${line.path}/publication`, {
        tagged: line.path,
      });
      const earliest = `${text(short.derivation, 'result')}${shanghaiTime(wished).slice(10)}`;
      await this.revise(line, { bidsCloseAt: earliest, ...this.budgetFor(line) });
      await does(this.app, procurer, 'post', `${line.path}/publication`, { tagged: line.path });
    }
    return this.look();
  }

  private async issueBeforeNotice(line: Line, bidsCloseAt: Instant): Promise<void> {
    const documentsIssueAt = shifted(this.at('tender.tender.tenderPeriod.startDate'));
    await this.revise(line, { ...this.tender('tender.tender'), bidsCloseAt, documentsIssueAt });
    await this.try('documents-before-notice', 'tender.documents-before-notice', procurer, 'post', `${line.path}/publication`, {
      tagged: line.path,
    });
  }

  /** The source awards at more than its budget, which no award may here: but for one, the tenders are given one for the dearest bid. */
  private budgetFor(line: Line): object {
    return line === this.costly ? {} : { budget: yuan(Math.max(...this.main.bidders.map((one) => Number(one.price)))) };
  }

  private async revise(line: Line, json: object): Promise<void> {
    await does(this.app, procurer, 'patch', line.path, { json, tagged: line.path });
    await does(this.app, approver, 'post', `${line.path}/approval`, { tagged: line.path });
  }

  /** The source's new deadline lies before the one that the law made us take; what it adds is taken from there. */
  private async amend(): Promise<View> {
    await this.until(this.at('tenderAmendment.date'));
    const [before, after] = [
      this.at('tender.tender.tenderPeriod.endDate'),
      this.at('tenderAmendment.tender.tenderPeriod.endDate'),
    ];
    const days = (Date.parse(after) - Date.parse(before)) / 86_400_000;
    const reason = both(this.at('tenderAmendment.tender.amendments.0.rationale'));
    for (const line of this.lines as Lines) {
      const amend = (bidsCloseAt: Instant) => ({ json: { bidsCloseAt, reason }, tagged: line.path });
      const path = `${line.path}/amendments`;
      const shortened = await this.try('amendment', 'tender.deadline-shortened', procurer, 'post', path, amend(shifted(after)));
      await does(this.app, procurer, 'post', path, amend(daysLater(text(shortened.facts, 'before'), days)));
    }
    const clarification = list(this.source, 'tenderAmendment.tender.documents')[1];
    await this.until(text(clarification, 'datePublished'));
    const { path, sending } = uploadOf(this.main.path, clarification);
    const { id } = (await does(this.app, procurer, 'post', path, sending)) as { id: string };
    await this.publishDocument(id, reason);
    return this.look();
  }

  /** A document after the publication comes with an amendment, which a second person approves. */
  private async publishDocument(id: string, reason: object): Promise<void> {
    const path = `${this.main.path}/amendment-proposals`;
    const json = { documents: [id], reason };
    const proposal = await does(this.app, procurer, 'post', path, { json, tagged: this.main.path });
    const own = `${path}/${text(proposal, 'id')}`;
    await does(this.app, approver, 'post', `${own}/approval`, { tagged: own });
  }

  /** The source opens and awards while bids may still come here. */
  private async bidAndOpen(): Promise<void> {
    const period = pick(this.source, 'tender.tender.awardPeriod');
    await this.until(text(period, 'startDate'));
    await this.try('opening', 'opening.too-early', this.custodian, 'post', `${this.main.path}/opening/sessions`, { json: {} });
    const bids = [];
    for (const line of this.lines as Lines)
      for (const { who, price, items } of line.bidders)
        bids.push(await does(this.app, who, 'post', `${line.path}/bids`, await sealed(line.id, price, line.recipients, items)));
    await this.until(text(period, 'endDate'));
    const json = { bidId: text(bids[0], 'id'), reasons: both('Cycle lane improvements') };
    await this.try('award-period', 'tender.wrong-state', procurer, 'post', `${this.main.path}/awards`, {
      json,
      tagged: this.main.path,
    });
    await this.app.setClock(text(await does(this.app, null, 'get', this.main.path), 'opensAt'), true);
    for (const line of this.lines as Lines) {
      await openTogether(this.app, line.locked);
      await this.evaluate(line);
    }
  }

  private async evaluate(line: Line): Promise<void> {
    for (const who of [this.evaluator, procurer])
      await does(this.app, who, 'post', `${line.path}/conflict-declarations`, { json: { hasConflict: false } });
    const opened = await does(this.app, null, 'get', `${line.path}/opening`);
    const bids = list(opened, 'minutes.bids').map((bid) => {
      const score = line.bidders.find((one) => one.price === text(bid, 'price.amount'))?.score;
      return { bidId: text(bid, 'bidId'), qualified: true, scores: [{ criterionId: 'quality', score }] };
    });
    await does(this.app, this.evaluator, 'post', `${line.path}/evaluations`, { json: { bids } });
  }

  /** Two bids are too few here, and none may be over the budget: the tenders that keep to the source in that end; the other goes on. */
  private async award(): Promise<View> {
    await this.until(this.at('award.date'));
    await this.failOverBudget();
    const { path } = this.recorded;
    await this.try('two-bidders', 'award.too-few-bids', procurer, 'post', `${path}/awards`, await this.decision(this.recorded));
    const reason = { zh: '有效投标不足三家，废标。', en: 'Fewer than three valid bids: the procurement is annulled.' };
    await does(this.app, procurer, 'post', `${path}/cancellation`, { json: { code: 'other', reason }, tagged: path });
    await does(this.app, procurer, 'post', `${this.main.path}/awards`, await this.decision(this.main));
    return this.look();
  }

  private async failOverBudget(): Promise<void> {
    const { path } = this.costly;
    await this.try('over-budget', 'award.over-budget', procurer, 'post', `${path}/awards`, await this.decision(this.costly));
    const explanation = { zh: '全部报价均超过采购预算，废标。', en: 'Every price is over the budget: the procurement fails.' };
    await does(this.app, procurer, 'post', `${path}/failure`, {
      json: { code: 'all-rej', reason: 'over-budget', explanation },
      tagged: path,
    });
  }

  private async decision(line: Line): Promise<{ json: object; tagged: string }> {
    const opened = await does(this.app, null, 'get', `${line.path}/opening`);
    const best = list(opened, 'minutes.bids').find((bid) => text(bid, 'price.amount') === line.bidders[0]?.price);
    const award = pick(this.source, 'award.awards.0');
    return {
      json: { bidId: text(best, 'bidId'), reasons: joined(text(award, 'title'), text(award, 'description')) },
      tagged: line.path,
    };
  }

  /** An hour after the award the source awards again and contracts: inside the standstill. Its own day of signing lies after it. */
  private async sign(): Promise<View> {
    const { path } = this.main;
    const source = pick(this.source, 'contract.contracts.0');
    await this.until(this.at('contract.date'));
    await this.try('second-award', 'tender.wrong-state', procurer, 'post', `${path}/awards`, await this.decision(this.main));
    const award = list(await does(this.app, null, 'get', `${path}/awards`), 'items')[0];
    const json = contractOf(source, text(award, 'id'));
    const signing = [procurer, 'post', `${path}/contracts`, { json, tagged: path }] as const;
    const running = await this.try('contract', 'contract.standstill-running', ...signing);
    const earliest = dayAfter(text(running.derivation, 'result'));
    if (shiftedDay(text(source, 'dateSigned')) < earliest) throw new Error('the source signs inside the standstill');
    await this.until(text(source, 'dateSigned'));
    await this.try('signing', 'contract.signed-late', ...signing);
    const lateReason = {
      zh: '原采购过程记载的合同签订日期即为此日，比三十日的期限晚一日。',
      en: 'The recorded process signed its contract on this day, one day after the thirty.',
    };
    await does(this.app, procurer, 'post', `${path}/contracts`, { json: { ...json, lateReason }, tagged: path });
    const view = await this.look();
    const notice = view.notices['contract']?.path ?? '';
    await this.try('contract-as-pdf', 'not-acceptable', null, 'get', notice, { headers: { accept: 'application/pdf' } });
    return view;
  }

  /** The source ends before its contract does: the acceptance is ours, on the last day of the contract. */
  private async complete(): Promise<View> {
    const ends = this.at('implementation.contracts.0.period.endDate');
    await this.until(ends);
    const contract = list(await does(this.app, null, 'get', `${this.main.path}/contracts`), 'items')[0];
    const path = `/v1/contracts/${text(contract, 'id')}`;
    const by = { procurer: procurer.client, approver: approver.client };
    await fulfil(this.app, path, { on: shiftedDay(ends), amount: text(contract, 'amount.amount'), ...by });
    await does(this.app, procurer, 'post', `${path}/completion`, {
      json: { kind: 'acceptance', on: shiftedDay(ends) },
      tagged: path,
    });
    return this.look();
  }
}
