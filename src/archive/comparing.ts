import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LoopWork } from '../platform/loop-work.js';
import { CompareRecord } from './compare-record.js';

const intervalMs = 500;

/** The worker compares the record with its leaves for ever. */
@Injectable()
export class Comparing implements OnModuleInit {
  constructor(
    private readonly loops: LoopWork,
    private readonly compare: CompareRecord,
  ) {}

  /** Never "at once": between two pieces the database is left to others. */
  onModuleInit(): void {
    this.loops.register({ name: 'rehash', intervalMs, run: () => this.compare.piece().then(() => false) });
  }
}
