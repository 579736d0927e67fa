import { parsed } from '../bids/seal-inputs.js';
import { CommandFault } from '../platform/command-fault.js';
import type { Findings, Place } from './findings.js';
import { readLines, type Given, type Named } from './inputs.js';

/** JSON that stands within what is verified: where it is none, that is a fault there, and null. */
export function jsonIn(bytes: Buffer, at: Place, findings: Findings): Given | null {
  try {
    return { ...at, value: parsed(bytes, at.file) };
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    findings.fault(at, error.detail.zh, error.detail.en);
    return null;
  }
}

/** The lines of a file that are JSON, each with its place, and as it was read; what is none is a fault there. */
export async function* jsonLines(file: Named, findings: Findings): AsyncGenerator<Given & { line: string }, void> {
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    const given = jsonIn(line, { file: `${file.name}:${number}`, pointer: '' }, findings);
    if (given) yield { ...given, line: line.toString('utf8') };
  }
}
