import type { Bilingual } from '../rules/breach.js';
import { errorText } from './error-text.js';

/** What whoever runs a command has to put right before it can go on. */
export class CommandFault extends Error {
  constructor(readonly detail: Bilingual) {
    super(detail.en);
    this.name = 'CommandFault';
  }
}

/** That a file or folder, by the name it was given, cannot be read. */
export function cannotRead(name: string, error: unknown): CommandFault {
  const why = (error as { code?: string }).code ?? errorText(error);
  return new CommandFault({ zh: `无法读取 ${name}（${why}）。`, en: `${name} cannot be read (${why}).` });
}
