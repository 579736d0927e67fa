import type { Bilingual } from '../rules/breach.js';

/** What whoever runs a command has to put right before it can go on. */
export class CommandFault extends Error {
  constructor(readonly detail: Bilingual) {
    super(detail.en);
    this.name = 'CommandFault';
  }
}
