import { parsed } from '../bids/seal-inputs.js';
import { CommandFault } from '../platform/command-fault.js';
import type { Findings, Place } from './findings.js';
import type { Given } from './inputs.js';

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
