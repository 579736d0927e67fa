import type { Actor } from './actor.js';
import { Refusal } from './refusal.js';
import { staleVersion } from './unit-of-work.js';

/** What an entity tag is made of: the row's version and the state as the clock sees it. */
export interface Tagged {
  version: number;
  state?: string;
  /** What changes the answer without a write to its own row. */
  revision?: string;
}

/** The strong entity tag of a resource (RFC 9110 section 8.8.3). */
export function etagOf(resource: Tagged): string {
  const { version, state, revision } = resource;
  return `"${[version, state, revision].filter((part) => part !== undefined).join('-')}"`;
}

/** Refusal 428 without If-Match, 412 where it names another version (a weak tag or `*` never matches: RFC 9110 section 13.1.1 asks for strong comparison). */
export function requireMatch(actor: Actor, resource: Tagged): void {
  const { ifMatch } = actor.request;
  if (ifMatch === null) {
    throw new Refusal(428, 'if-match-missing', {
      zh: '该操作必须携带If-Match请求头（取自资源的ETag）。',
      en: 'This act needs an If-Match header with the ETag you read.',
    });
  }
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(resource))) throw staleVersion();
}

/** Where If-Match need not be sent but was, it still counts: Refusal 412 where it names another version. */
export function honourMatch(actor: Actor, resource: Tagged): void {
  if (actor.request.ifMatch !== null) requireMatch(actor, resource);
}
