import { articles } from '../src/rules/articles.js';
import { demoClients } from '../src/platform/demo-clients.js';
import { ApiClient, type Answer, type Sending } from './client.js';

interface Bilingual {
  zh: string;
  en: string;
}

interface Told {
  zh: string;
  en: string;
  article?: number;
}

interface ProblemError {
  rule?: string;
  detail?: Bilingual;
  cites?: { document: string; article: number | string; force: string };
  derivation?: { arithmetic: Bilingual; result: string | null };
}

/** Prints who did what and what came back, from the answers alone; any difference from what is expected is counted. */
export class Story {
  differences = 0;
  private acts = 0;

  constructor(
    readonly api: ApiClient,
    private readonly print: (line: string) => void,
  ) {}

  act(zh: string, en: string): void {
    this.acts += 1;
    this.print(`\n━━ ${this.acts}. ${zh} · ${en}\n`);
  }

  /** A step that must succeed; prints what the teller makes of the answer. */
  async does(
    clientId: string | null,
    what: Told,
    method: string,
    path: string,
    sending: Sending,
    tell: (body: Answer['body']) => string[],
  ): Promise<Answer> {
    const answer = await this.api.send(clientId, method, path, sending);
    this.say(clientId, what);
    if (answer.status >= 300) {
      this.differs(`expected success, got ${answer.status}: ${JSON.stringify(answer.body)}`);
      throw new Error('the story cannot go on');
    }
    for (const line of tell(answer.body)) this.print(`      ${line}`);
    return answer;
  }

  /** A step that must be refused by exactly this rule, with citation, both languages and, where asked, the arithmetic. */
  async refused(
    clientId: string | null,
    what: Told,
    method: string,
    path: string,
    sending: Sending,
    rule: string,
    derived = false,
  ): Promise<Answer> {
    const answer = await this.api.send(clientId, method, path, sending);
    this.say(clientId, what);
    const errors = (answer.body['errors'] ?? []) as ProblemError[];
    const found = errors.find((one) => one.rule === rule);
    if (answer.status < 400 || answer.status >= 500 || !found) {
      this.differs(`expected a refusal by ${rule}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer;
    }
    this.print(
      `    ✗ ${answer.status} ${found.rule} — ${found.cites?.document} 第${found.cites?.article}条 (${found.cites?.force})`,
    );
    this.print(`      ${found.detail?.zh}`);
    this.print(`      ${found.detail?.en}`);
    if (!found.cites || !found.detail?.zh || !found.detail.en) this.differs(`${rule} does not explain itself`);
    const derivation = found.derivation;
    if (derivation) this.print(`      ${derivation.arithmetic.zh} · ${derivation.arithmetic.en}`);
    if (derived && !derivation) this.differs(`${rule} carries no derivation`);
    return answer;
  }

  /** Moves all legal time. */
  async time(now: string): Promise<void> {
    const answer = await this.api.send(null, 'POST', '/dev/clock', { json: { now } });
    if (answer.status >= 300) this.differs(`the clock answered ${answer.status}`);
    this.print(`  ⏱ ${String(answer.body['shanghai'])}`);
  }

  /** Lets the worker sequence what was recorded, by asking the clock's sweeper through the settable clock. */
  async settle(): Promise<void> {
    await this.api.send(null, 'POST', '/dev/clock', { json: { advance: 'PT1S' } });
  }

  /** A thing that must hold; printed either way. */
  check(zh: string, en: string, holds: boolean): void {
    this.print(`    ${holds ? '✓' : '✗✗'} ${zh} · ${en}`);
    if (!holds) this.differs(en);
  }

  private say(clientId: string | null, what: Told): void {
    const client = demoClients.find((one) => one.clientId === clientId);
    const who = client ? `${client.name.zh} ${client.name.en}` : '公众 The public';
    const law = articles.find((one) => one.number === what.article);
    this.print(`  • ${who}: ${what.zh} · ${what.en}${law ? ` [${law.document} 第${law.number}条 art. ${law.number}]` : ''}`);
  }

  private differs(what: string): void {
    this.differences += 1;
    this.print(`    DIFFERENCE: ${what}`);
  }
}
