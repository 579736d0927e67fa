import { Injectable, type OnModuleDestroy } from '@nestjs/common';

export type Lock = 'A' | 'B';

export interface Share {
  /** `AGE-SECRET-KEY-1…`: lives here and nowhere else. */
  identity: string;
  personId: string;
  organizationId: string | null;
}

export type BothShares = Record<Lock, Share>;

const keptMsMax = 15 * 60_000;

/** The keys handed in for openings, in this process's memory only: never in the database, a log or a job. What is not used is forgotten. */
@Injectable()
export class OpeningShares implements OnModuleDestroy {
  private readonly boxes = new Map<string, { shares: Partial<BothShares>; timer: NodeJS.Timeout }>();

  /** Adds a share; both, as soon as both are there. */
  put(tenderId: string, lock: Lock, share: Share): BothShares | null {
    const shares = { ...this.boxes.get(tenderId)?.shares, [lock]: share };
    this.forget(tenderId);
    const timer = setTimeout(() => this.boxes.delete(tenderId), keptMsMax);
    timer.unref();
    this.boxes.set(tenderId, { shares, timer });
    const { A, B } = shares;
    return A && B ? { A, B } : null;
  }

  forget(tenderId: string): void {
    clearTimeout(this.boxes.get(tenderId)?.timer);
    this.boxes.delete(tenderId);
  }

  onModuleDestroy(): void {
    [...this.boxes.keys()].forEach((tenderId) => this.forget(tenderId));
  }
}
