import type { Command } from './commands.js';
import { dateOf } from './days.js';
import { ask, type Subject } from './subject.js';
import { isSuspended, standing, suppliers, type Model } from './tender-state.js';

const aboutBids: Command['do'][] = ['share', 'evaluate', 'award', 'decide'];
const aboutHolds: Command['do'][] = [
  ...(['challenge', 'reply', 'settle', 'withdraw-challenge', 'complain', 'dismiss', 'withdraw-complaint'] as const),
  ...(['suspend', 'decide', 'wait'] as const),
];

/** What the application shows of the procurement after a command, against the model; null where they agree. */
export async function differences(
  subject: Subject,
  model: Model,
  command: Command,
  blind: 'holds' | null,
): Promise<string | null> {
  const answer = await ask(subject, 'procurer-wang', 'get', subject.path);
  subject.etag = (answer.headers as Record<string, string>)['etag'] ?? '';
  const expected = isSuspended(model) ? 'suspended' : model.state;
  const { state } = answer.body as { state?: string };
  if (state !== expected) return `expected the tender to be ${expected}, was ${answer.status} ${state}`;
  const bids = command.do === 'bid' ? [command.supplier] : aboutBids.includes(command.do) ? suppliers : [];
  for (const supplier of bids) {
    const expectedBid = model.bids[supplier]?.state ?? 'none';
    const shown = await bidOf(subject, supplier);
    if (shown !== expectedBid) return `expected the bid of ${supplier} to be ${expectedBid}, was ${shown}`;
  }
  return blind === 'holds' || !aboutHolds.includes(command.do) ? null : holdsDiffer(subject, model);
}

/** As its own supplier reads it. */
async function bidOf(subject: Subject, supplier: string): Promise<string> {
  const answer = await ask(subject, `supplier-${supplier}`, 'get', `${subject.path}/bids/mine`);
  return answer.status === 404 ? 'none' : String((answer.body as { state?: string }).state);
}

async function holdsDiffer({ app, id, challenges, complaints }: Subject, model: Model): Promise<string | null> {
  const rows = await app.sql<{ hold: string }>(
    `SELECT concat_ws(' ', kind, cause_id, coalesce(ends_on::text, 'open')) AS hold FROM procedure_holds WHERE tender_id = $1
        AND released_at IS NULL AND (ends_on IS NULL OR (platform_now() AT TIME ZONE 'Asia/Shanghai')::date <= ends_on)`,
    [id],
  );
  const known = standing(model).map(({ kind, cause, of, endsOn }) => {
    const causes = cause === 'challenge' ? challenges : complaints;
    return `${kind} ${causes[of]} ${endsOn === null ? 'open' : dateOf(endsOn)}`;
  });
  const [expected, found] = [
    known.sort().join('; '),
    rows
      .map((row) => row.hold)
      .sort()
      .join('; '),
  ];
  return expected === found ? null : `expected the holds [${expected}], were [${found}]`;
}
