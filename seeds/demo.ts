import { pathToFileURL } from 'node:url';
import { ApiClient } from './client.js';
import { archive } from './demo-archive.js';
import { award } from './demo-award.js';
import { review } from './demo-review.js';
import { bid, open, publish } from './demo-tendering.js';
import { Story } from './story.js';

/** The whole story over HTTP. Answers how many answers differed from what the law says. */
export async function tellStory(base: string, print: (line: string) => void): Promise<number> {
  const story = new Story(new ApiClient(base), print);
  const tender = await publish(story);
  await bid(story, tender);
  const bids = await open(story, tender);
  const awardId = await award(story, tender.id, {
    winner: bids['莱茵医疗技术有限公司'] ?? '',
    loser: bids['上海申达医疗设备有限公司'] ?? '',
    other: bids['上海沪江仪器有限公司'] ?? '',
  });
  await review(story, tender.id, awardId);
  await story.settle();
  await archive(story, tender.id);
  return story.differences;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // Whoever reads no further (`| head`) has seen enough; that proves nothing.
  process.stdout.on('error', () => process.exit(141));
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const base = process.env['API_URL'] ?? process.env['PUBLIC_URL'] ?? 'http://127.0.0.1:3000';
  const differences = await tellStory(base, print).catch((error: unknown) => {
    print(`\n${(error as Error).message}`);
    return 1;
  });
  print(
    differences === 0
      ? '\n结论 Verdict: 全部相符 every answer is as the law says.'
      : `\n结论 Verdict: ${differences} difference(s).`,
  );
  process.exitCode = differences === 0 ? 0 : 1;
}
