import { harmless } from '../bids/bid-fault.js';
import type { Bilingual } from '../rules/breach.js';
import { pointerPart } from '../rules/pointer.js';

/** Where in what was given something is wrong: a file as it was named, and a JSON pointer into it, or nothing. */
export interface Place {
  file: string;
  pointer: string;
}

export interface Fault extends Place {
  detail: Bilingual;
}

/** So many faults are kept; what is beyond them is counted. */
const faultsMax = 1_000;

/** No program has so many; a hostile file could. */
const uncheckedMax = 100;

/** What one verification found wrong, and what it could not look at. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly unchecked: Bilingual[] = [];
  /** How many faults there were beyond those that are kept. */
  more = 0;

  fault(place: Place, zh: string, en: string): void {
    const { file, pointer } = place;
    if (this.faults.length < faultsMax) this.faults.push({ file, pointer, detail: { zh, en } });
    else this.more += 1;
  }

  /** What was not given, and so was passed over. Said once. */
  notChecked(zh: string, en: string): void {
    if (this.unchecked.length >= uncheckedMax || this.unchecked.some((one) => one.en === en)) return;
    this.unchecked.push({ zh, en });
  }

  get holds(): boolean {
    return this.faults.length === 0;
  }

  /** One line each, and the verdict last. What a stranger wrote cannot move a cursor or begin a line of its own. */
  lines(): string[] {
    const { faults, unchecked, more } = this;
    return [
      ...faults.map(({ file, pointer, detail }) =>
        harmless(`不符 FAULT ${file}${pointer === '' ? '' : `#${pointer}`} ${detail.zh} ${detail.en}`),
      ),
      ...(more === 0 ? [] : [`不符 FAULT 另有${more}处，未列出。 ${more} more are not listed.`]),
      ...unchecked.map(({ zh, en }) => harmless(`未核 NOT CHECKED ${zh} ${en}`)),
      this.verdict(),
    ];
  }

  private verdict(): string {
    const wrong = this.faults.length + this.more;
    const passed = this.unchecked.length;
    if (wrong > 0) return `结论 VERDICT 不成立：${wrong}处不符。 Does not hold: ${wrong} faults.`;
    return passed === 0
      ? '结论 VERDICT 成立：全部核验相符。 Holds: everything was checked.'
      : `结论 VERDICT 成立：已核部分相符，另有${passed}项未核。 Holds as far as it was checked; ${passed} matters were not.`;
  }
}

/** The place within another. */
export function within({ file, pointer }: Place, ...parts: (string | number)[]): Place {
  return { file, pointer: [pointer, ...parts.map((part) => pointerPart(String(part)))].join('/') };
}
