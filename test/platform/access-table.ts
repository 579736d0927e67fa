/**
 * Who may call what, written by hand from the contract, the decisions and the plan; nothing here is read from the code it judges.
 *
 * To add a route:
 * 1. add a line `VERB path | subject | answers | cells`; several lines of one route show it on several subjects;
 * 2. the subject is a key of `subjects` in access-stage.ts, which gives the ids of the path; `none` where the path has none;
 * 3. the answers say what a caller gets who is let through: statuses, with `:rule` where one rule must say so, `/` between two, `-` if nobody is;
 * 4. the cells are one mark for each caller, in the order of `callers`; blanks are for the eye;
 * 5. what the route is sent is a line of access-requests.ts: for writing, a body the law reads, and an outdated If-Match, so that nothing changes.
 */
export const callers = [
  'nobody',
  'procurerOwn',
  'procurerOther',
  'approverOwn',
  'approverOther',
  'supplierOwn',
  'supplierOther',
  'supplierUnverified',
  'evaluatorOwn',
  'evaluatorOther',
  'custodianNamed',
  'custodianOther',
  'reviewerOfCase',
  'reviewerOther',
  'supervisor',
  'auditor',
  'registrar',
  'newcomer',
  'suspended',
] as const;
export type CallerName = (typeof callers)[number];

/**
 * `.` let through; `1` 401, no token; `3` 403, and alike for ids that name nothing; `4` 404, hidden, and alike for ids that name nothing; `f` 403 for
 * one who may know the thing and may not do this to it; `h` 403 for one who may know what the path names first, and alike for a last id that names
 * nothing.
 */
export const marks = ['.', '1', '3', '4', 'f', 'h'] as const;
export type Mark = (typeof marks)[number];

export interface Row {
  route: string;
  verb: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  subject: string;
  /** What a caller gets who is let through. */
  answers: { status: number; rule: string | null }[];
  cells: Record<CallerName, Mark>;
}

// The cells stand for: nobody; procurer own, other; approver own, other; supplier own, other, unverified; evaluator own, other;
// custodian named, other; reviewer of the case, of another authority; supervisor, auditor, registrar; newcomer, suspended.
//
// Where the contract leaves a cell open, it was read so:
// - an approver acts for its entity where it publishes, amends, cancels or judges applications and objections; it drafts, awards and signs nothing;
// - a supplier that nobody has verified may challenge, since nothing decides whether it may be heard, and takes no other part;
// - supervisors and auditors read debriefs, breaches and issued documents; a reviewer reads them, as bids and reports, in its own case only;
// - supervisors and auditors know of drafts, since the archive is theirs; nobody else outside the entity does;
// - exclusions, securities and evidence are for the two sides and for who oversees; a list is empty for others, one of them is hidden;
// - a person without organisation is told that it names no deputy (403), which hides nothing from it;
// - who has no bid to replace or withdraw is told so by its rule (409): that hides nothing from it.
const table = `
  GET /health/live                                          | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /health/ready                                         | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /metrics                                              | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /dev/outbox                                           | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /dev/clients                                          | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /dev/clock                                            | none       | 200 | . .. .. ... .. .. .. ... ..
  POST /dev/clock                                           | none       | 422 | . .. .. ... .. .. .. ... ..
  GET /v1/keys                                              | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/log/key                                           | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/log/checkpoint                                    | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/log/consistency                                   | none       | 422 | . .. .. ... .. .. .. ... ..
  GET /v1/log/tile/{level}/{a}                              | tile       | 404 | . .. .. ... .. .. .. ... ..
  GET /v1/log/tile/{level}/{a}/{b}                          | tile       | 404 | . .. .. ... .. .. .. ... ..
  GET /v1/log/tile/{level}/{a}/{b}/{c}                      | tile       | 404 | . .. .. ... .. .. .. ... ..
  GET /v1/log/tile/{level}/{a}/{b}/{c}/{d}                  | tile       | 404 | . .. .. ... .. .. .. ... ..
  GET /v1/log/entries/{id}/proof                            | recovery   | 404 | . .. .. ... .. .. .. ... ..
  GET /seal                                                 | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /seal/page.css                                        | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /seal/page.js                                         | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/articles                                          | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/articles/{number}                                 | law        | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/rules                                             | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/statistics/small-suppliers                        | none       | 422 | . .. .. ... .. .. .. ... ..
  POST /v1/rules/evaluate                                   | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/calendar/{year}                                   | law        | 200 | . .. .. ... .. .. .. ... ..
  PUT /v1/calendar/{year}                                   | law        | 422 | 1 33 33 333 33 33 33 33. 33

  POST /v1/organizations                                    | none       | 422 | 1 .. .. ... .. .. .. ... ..
  GET /v1/organizations/{id}                                | hospital   | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/organizations/{id}/verification                  | hospital   | 412 | 1 33 33 333 33 33 33 33. 33
  POST /v1/organizations/{id}/verification-requests         | hospital   | 409 | 1 .4 f4 444 f4 f4 44 444 34
  POST /v1/organizations/{id}/licences                      | hospital   | 422:licence.invalid | 1 .4 .4 444 .4 .4 44 44. 34
  POST /v1/organizations/{id}/licences                      | bidder     | 422:licence.invalid | 1 44 44 .44 44 44 44 44. 34
  GET /v1/organizations/{id}/licences                       | bidder     | 200 | 1 44 44 .44 44 44 44 44. 34
  GET /v1/organizations/{id}/licences/{licenceId}           | licence    | 200 | 1 44 44 .44 44 44 44 44. 34
  POST /v1/organizations/{id}/licences/{licenceId}/verification | licence | 412 | 1 33 33 333 33 33 33 33. 33
  POST /v1/organizations/{id}/principals                    | bidder     | 422:principal.number-invalid | 1 44 44 .44 44 44 44 44. 34
  GET /v1/organizations/{id}/principals                     | bidder     | 200 | 1 44 44 .44 44 44 44 44. 34
  GET /v1/organizations/{id}/principals/{principalId}       | principal  | 200 | 1 44 44 .44 44 44 44 44. 34
  POST /v1/organizations/{id}/principals/{principalId}/verification | principal | 412 | 1 33 33 333 33 33 33 33. 33
  GET /v1/organizations/{id}/members                        | hospital   | 200 | 1 .4 .4 444 .4 .4 44 44. 34
  GET /v1/organizations/{id}/members                        | bidder     | 200 | 1 44 44 .44 44 44 44 44. 34
  POST /v1/organizations/{id}/members                       | hospital   | 422 | 1 .4 f4 444 f4 f4 44 44. 34
  DELETE /v1/organizations/{id}/members/{membershipId}      | hospital   | 200 | 1 .4 f4 444 f4 f4 44 44. 34
  GET /v1/organizations/{id}/membership-requests            | hospital   | 200 | 1 .4 f4 444 f4 f4 44 44. 34
  POST /v1/organizations/{id}/membership-requests           | hospital   | 422 | 1 .. .. ... .. .. .. ... ..
  GET /v1/organizations/{id}/membership-requests/{requestId} | hospital | 200 | 1 .4 h4 444 h4 h4 44 44. 34
  POST /v1/organizations/{id}/membership-requests/{requestId}/decision | hospital | 412 | 1 .4 h4 444 h4 h4 44 44. 34
  POST /v1/organizations/{id}/mandates                      | hospital   | 422 | 1 .4 f4 444 f4 f4 44 444 34
  POST /v1/organizations/{id}/mandates                      | bidder     | -   | 1 44 44 f44 44 44 44 444 34
  GET /v1/organizations/{id}/mandates                       | mandate    | 200 | 1 .4 .4 444 .4 .4 44 4.. 34
  GET /v1/organizations/{id}/mandates/{mandateId}           | mandate    | 200 | 1 .4 .4 444 .4 .4 44 4.. 34
  DELETE /v1/organizations/{id}/mandates/{mandateId}        | mandate    | 200 | 1 .4 f4 444 f4 f4 44 444 34
  POST /v1/organizations/{id}/powers-of-attorney            | bidder     | 422 | 1 44 44 .44 44 44 44 444 34
  GET /v1/organizations/{id}/powers-of-attorney             | power      | 200 | 1 44 44 .44 44 44 44 4.. 34
  GET /v1/organizations/{id}/powers-of-attorney/{powerId}   | power      | 200 | 1 44 44 .44 44 44 44 4.. 34
  DELETE /v1/organizations/{id}/powers-of-attorney/{powerId} | power     | 200 | 1 44 44 .44 44 44 44 444 34
  POST /v1/registrars                                       | none       | 409:organization.already-member | 1 33 33 333 33 33 33 33. 33
  GET /v1/registrar-proposals                               | none       | 200 | 1 33 33 333 33 33 33 3.. 33
  GET /v1/registrar-proposals/{id}                          | registrarProposal | 200 | 1 33 33 333 33 33 33 3.. 33
  POST /v1/registrar-proposals/{id}/decision                | registrarProposal | 412 | 1 33 33 333 33 33 33 33. 33
  DELETE /v1/registrars/{id}                                | recovery   | 404 | 1 33 33 333 33 33 33 33. 33
  POST /v1/people/{id}/access-recoveries                    | person     | 422 | 1 33 33 333 33 33 33 33. 33
  GET /v1/access-recoveries                                 | none       | 200 | 1 33 33 333 33 33 33 3.. 33
  GET /v1/access-recoveries/{id}                            | recovery   | 200 | 1 33 33 333 33 33 33 3.. 33
  POST /v1/access-recoveries/{id}/decision                  | recovery   | 412 | 1 33 33 333 33 33 33 33. 33
  POST /v1/access-recoveries/{id}/decision                  | requested  | -   | 1 33 33 333 33 33 33 33f 33

  GET /v1/me                                                | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  GET /v1/me/inbox                                          | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  GET /v1/me/duties                                         | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  POST /v1/me/inbox/{id}/receipt                            | delivery   | 201 | 1 .4 .4 444 .4 .4 44 444 34
  GET /v1/me/deputies                                       | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  POST /v1/me/deputies                                      | none       | 422:deputy.unfit/403:forbidden | 1 .. .. ... .. .. .. ... 3.
  DELETE /v1/me/deputies/{id}                               | deputy     | 200 | 1 .4 44 444 44 44 44 444 34
  GET /v1/me/notification-settings                          | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  PUT /v1/me/notification-settings                          | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  POST /v1/me/custodian-keys                                | none       | 422 | 1 33 33 333 33 .. .. 3.3 33
  POST /v1/me/custodian-keys/{id}/proof                     | draft      | 404 | 1 33 33 333 33 .. .. 3.3 33
  POST /v1/me/email-verifications                           | none       | 201 | 1 .. .. ... .. .. .. ... 3.
  GET /v1/me/email-verifications/{id}                       | address    | 200 | 1 .4 44 444 44 44 44 444 34
  POST /v1/me/email-verifications/{id}/confirmation         | address    | 409:notification.verification-over | 1 .4 44 444 44 44 44 444 34

  POST /v1/outages                                          | none       | 422 | 1 33 33 333 33 33 33 33. 33
  GET /v1/outages                                           | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/outages/{id}                                      | outage     | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/outages/{id}/confirmation                        | outage     | 412 | 1 33 33 333 33 33 33 .3. 33

  GET /v1/planned-notices                                   | none       | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/planned-notices                                  | none       | 422 | 1 .. 33 333 33 33 33 333 33
  GET /v1/planned-notices/{id}                              | plannedDraft | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/planned-notices/{id}                              | planned    | 200 | . .. .. ... .. .. .. ... ..
  PATCH /v1/planned-notices/{id}                            | planned    | 412 | 1 .4 .4 333 33 33 33 333 33
  PATCH /v1/planned-notices/{id}                            | plannedDraft | 412 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/planned-notices/{id}/versions                     | plannedDraft | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/planned-notices/{id}/versions                     | planned    | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/planned-notices/{id}/publication                 | plannedDraft | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/planned-notices/{id}/withdrawal                  | planned    | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/planned-notices/{id}/withdrawal                  | plannedDraft | 412 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/templates                                         | none       | 200 | 1 .. .. 333 33 33 33 333 33
  POST /v1/templates                                        | none       | 422 | 1 .. 33 333 33 33 33 333 33
  GET /v1/templates/{id}                                    | template   | 200 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/templates/{id}/versions/{number}                  | template   | 200 | 1 .4 .4 333 33 33 33 333 33
  PATCH /v1/templates/{id}                                  | template   | 412 | 1 .4 33 333 33 33 33 333 33
  DELETE /v1/templates/{id}                                 | template   | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/templates/{id}/drafts                            | template   | 422 | 1 .4 33 333 33 33 33 333 33

  GET /v1/tenders                                           | none       | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/tenders                                          | none       | 422 | 1 .. 33 333 33 33 33 333 33
  GET /v1/tenders/{id}                                      | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}                                      | open       | 200 | . .. .. ... .. .. .. ... ..
  PATCH /v1/tenders/{id}                                    | draft      | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/compliance-check                    | draft      | 200 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/approval                            | draft      | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/publication                         | draft      | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendments                          | open       | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendments                          | draft      | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendment-proposals                 | open       | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendment-proposals                 | draft      | 412 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/amendment-proposals                  | open       | 200 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/amendment-proposals/{proposalId}     | open       | 200 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendment-proposals/{proposalId}/approval | open | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/amendment-proposals/{proposalId}/rejection | open | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/corrections                         | open       | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/corrections                         | draft      | 412 | 1 33 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/officers                             | draft      | 200 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/officers                             | open       | 200 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/hand-over                           | open       | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/hand-over                           | draft      | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/copies                              | draft      | 201 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/copies                              | open       | 201 | 1 .. 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/valuations                           | draft      | 200 | 1 .4 .4 333 33 33 44 443 33
  GET /v1/tenders/{id}/valuations                           | open       | 200 | 1 .4 .4 333 33 33 .4 ..3 33
  POST /v1/tenders/{id}/enquiries                           | open       | 201 | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/enquiries                           | invited    | 201 | 1 33 33 .ff 33 33 33 333 33
  POST /v1/tenders/{id}/enquiries                           | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/enquiries                            | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/enquiries                            | invited    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/enquiries                            | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/enquiries/{enquiryId}                | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/enquiries/{enquiryId}                | invited    | 200 | 4 .4 .4 .44 .4 .4 44 ..4 44
  POST /v1/tenders/{id}/enquiries/{enquiryId}/answer        | open       | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/invitation                          | deciding   | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/cancellation                        | draft      | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/cancellation                        | open       | 412 | 1 .4 .4 333 33 33 33 333 33
  PUT /v1/tenders/{id}/sealing                              | draft      | 200 | 1 33 33 333 33 .4 33 333 33
  GET /v1/tenders/{id}/sealing/shares/mine                  | open       | 200 | 1 33 33 333 33 .4 33 333 33
  POST /v1/tenders/{id}/rehearsal                           | open       | 409:tender.wrong-state | 1 33 33 333 33 .f 33 333 33
  POST /v1/tenders/{id}/rehearsal/shares                    | open       | 409:tender.wrong-state | 1 33 33 333 33 .f 33 333 33
  POST /v1/tenders/{id}/rehearsal/confirmations             | open       | 409:tender.wrong-state | 1 33 33 333 33 .f 33 333 33
  GET /v1/tenders/{id}/rehearsal                            | open       | 200 | 1 .4 .4 333 33 .4 33 333 33
  GET /v1/tenders/{id}/timeline                             | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/timeline                             | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/notices                              | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/notices                              | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/notices/{version}                    | draft      | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/tenders/{id}/notices/{version}                    | open       | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/tenders/{id}/documents                           | draft      | 422 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/documents                            | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/documents                            | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/documents                            | invited    | 200 | f .f .f .ff .f .f ff ..f ff
  GET /v1/tenders/{id}/documents/{documentId}               | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/documents/{documentId}               | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/documents/{documentId}               | invited    | 200 | h .h .h .hh .h .h hh ..h hh
  POST /v1/tenders/{id}/documents/{documentId}/redactions   | open       | 400 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/redactions                           | open       | 200 | 1 .4 .4 333 33 33 33 ..3 33
  GET /v1/tenders/{id}/redactions/{redactionId}             | open       | -   | 1 44 44 333 33 33 33 443 33
  POST /v1/tenders/{id}/redactions/{redactionId}/approval   | open       | -   | 1 33 44 333 33 33 33 333 33

  POST /v1/tenders/{id}/objections                          | source     | 201/409:single-source.objection-already-made | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/objections                          | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/objections                           | source     | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/objections                           | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/objections/{objectionId}             | source     | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/tenders/{id}/objections/{objectionId}/review     | source     | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/direct-award                        | source     | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/single-source-report                 | sourced    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/single-source-report                 | draft      | -   | 4 44 44 444 44 44 44 444 44

  POST /v1/tenders/{id}/applications                        | applying   | 201/409:prequalification.already-applied | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/applications                        | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/applications                         | deciding   | 200 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/applications                         | applying   | 409:prequalification.read-too-early | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/applications/mine                    | deciding   | 200 | 1 33 33 .44 33 33 33 333 33
  POST /v1/tenders/{id}/applications/mine/documents         | applying   | 201 | 1 33 33 ..f 33 33 33 333 33
  GET /v1/tenders/{id}/applications/{applicationId}         | deciding   | 200 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/applications/{applicationId}/documents/{documentId} | deciding | 200 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/applications/{applicationId}/decision | deciding | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/shortlist                           | deciding   | 412 | 1 .4 .4 333 33 33 33 333 33
  GET /v1/tenders/{id}/shortlist                            | invited    | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/shortlist                            | deciding   | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/qualified-suppliers                               | none       | 200 | . .. .. ... .. .. .. ... ..

  POST /v1/tenders/{id}/bids                                | open       | 201/409:bid.already-submitted | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/bids                                | invited    | 201 | 1 33 33 .ff 33 33 33 333 33
  POST /v1/tenders/{id}/bids                                | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/bids/mine                            | awarded    | 200 | 1 33 33 .44 33 33 33 333 33
  GET /v1/tenders/{id}/bids/mine                            | open       | 200 | 1 33 33 .44 33 33 33 333 33
  GET /v1/tenders/{id}/bids/mine/sealed-file                | open       | 200 | 1 33 33 .44 33 33 33 333 33
  GET /v1/tenders/{id}/bids/mine/file-keys                  | awarded    | 200 | 1 33 33 .44 33 33 33 333 33
  PUT /v1/tenders/{id}/bids/mine                            | open       | 412/409:bid.none-to-withdraw | 1 33 33 ..f 33 33 33 333 33
  DELETE /v1/tenders/{id}/bids/mine                         | open       | 412/409:bid.none-to-withdraw | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/bids/mine/confirmations             | open       | 409 | 1 33 33 .4f 33 33 33 333 33
  POST /v1/tenders/{id}/bids/mine/confirmations             | draft      | -   | 1 33 33 444 33 33 33 333 33
  PUT /v1/tenders/{id}/applications/mine                    | applying   | 412 | 1 33 33 .4f 33 33 33 333 33
  DELETE /v1/tenders/{id}/applications/mine                 | applying   | 412 | 1 33 33 .4f 33 33 33 333 33
  POST /v1/tenders/{id}/uploads                             | open       | 201 | 1 33 33 ..f 33 33 33 333 33
  POST /v1/tenders/{id}/uploads                             | invited    | 201 | 1 33 33 .ff 33 33 33 333 33
  POST /v1/tenders/{id}/uploads                             | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/uploads/{id}                                      | upload     | 200 | 1 33 33 .44 33 33 33 333 33
  PATCH /v1/uploads/{id}                                    | upload     | 409:upload-offset-differs | 1 33 33 .44 33 33 33 333 33
  DELETE /v1/uploads/{id}                                   | uploadOver | 204 | 1 33 33 .44 33 33 33 333 33
  GET /v1/receipts/{id}                                     | receipt    | 200 | 1 33 33 .44 33 33 33 333 33
  GET /v1/receipts/{id}/proof                               | receipt    | - | 1 33 33 444 33 33 33 333 33
  POST /v1/tenders/{id}/opening/sessions                    | open       | 409:opening.too-early | 1 33 33 333 33 .f 33 333 33
  POST /v1/tenders/{id}/opening/sessions                    | draft      | -   | 1 33 33 333 33 44 33 333 33
  GET /v1/tenders/{id}/opening/sessions/{sessionId}         | awarded    | 200 | 1 33 33 333 33 .h 33 333 33
  POST /v1/tenders/{id}/opening/shares                      | open       | 409:opening.too-early | 1 33 33 333 33 .f 33 333 33
  POST /v1/tenders/{id}/opening/shares                      | draft      | -   | 1 33 33 333 33 44 33 333 33
  GET /v1/tenders/{id}/opening/identities                   | open       | 409:bid.still-sealed | 1 33 33 333 33 33 .4 3.3 33
  GET /v1/tenders/{id}/opening/identities                   | awarded    | 200 | 1 33 33 333 33 33 .4 3.3 33
  GET /v1/tenders/{id}/opening/sealed-files/{bidId}         | awarded    | 200 | 1 33 33 333 33 33 .4 3.3 33
  GET /v1/tenders/{id}/opening/file-keys/{bidId}            | awarded    | 200 | 1 33 33 333 33 33 .4 3.3 33
  GET /v1/tenders/{id}/opening                              | open       | 409:bid.still-sealed | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/opening                              | awarded    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/opening                              | draft      | -   | 4 44 44 444 44 44 44 444 44

  POST /v1/tenders/{id}/conflict-declarations               | awarded    | 201/409 | 1 .4 .4 333 .4 33 33 333 33
  POST /v1/tenders/{id}/conflict-declarations               | draft      | 201 | 1 .4 .4 333 .4 33 33 333 33
  GET /v1/tenders/{id}/opened-bids                          | awarded    | 200 | 1 .4 .4 333 .4 33 33 ..3 33
  GET /v1/tenders/{id}/opened-bids                          | open       | 200 | 1 .4 .4 333 44 33 33 ..3 33
  GET /v1/tenders/{id}/opened-bids/{bidId}/documents/{sha256} | awarded  | 200 | 1 .4 .4 333 .4 33 33 ..3 33
  POST /v1/tenders/{id}/evaluations                         | awarded    | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  POST /v1/tenders/{id}/evaluations                         | draft      | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  POST /v1/tenders/{id}/qualifications                      | awarded    | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  GET /v1/tenders/{id}/qualification                        | awarded    | -   | 1 44 44 444 44 33 33 443 33
  POST /v1/tenders/{id}/price-opening                       | awarded    | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/evaluation-report                    | awarded    | 200 | 1 .4 .4 333 .4 33 33 ..3 33
  GET /v1/tenders/{id}/evaluation-report                    | open       | -   | 1 44 44 333 44 33 33 443 33
  POST /v1/tenders/{id}/awards                              | awarded    | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/awards                              | draft      | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/failure                             | awarded    | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/awards                               | awarded    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/awards                               | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/tenders/{id}/lot-results                          | awarded    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/lot-results                          | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/awards/{id}                                       | award      | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/awards/{id}/debriefs                             | award      | 409:debrief.already-requested | 1 33 33 .ff 33 33 33 333 33
  POST /v1/tenders/{id}/applications/mine/debriefs          | deciding   | 409:debrief.before-decision | 1 33 33 .ff 33 33 33 333 33
  GET /v1/debriefs/{id}                                     | debrief    | 200 | 1 .4 .4 .44 33 33 .4 ..3 33
  POST /v1/debriefs/{id}/answer                             | debrief    | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/tenders/{id}/contracts                           | awarded    | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/contracts                            | contracted | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/contracts                            | draft      | 200 | 4 .4 .4 444 .4 .4 44 444 44
  GET /v1/contracts/{id}                                    | contract   | 200 | . .. .. ... .. .. .. ... ..
  POST /v1/contracts/{id}/completion                        | contract   | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/contracts/{id}/changes                           | contract   | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/contracts/{id}/changes                            | contract   | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/contracts/{id}/changes/{changeId}                 | change     | 200 | 4 .4 .4 .44 .4 .4 44 ..4 44
  POST /v1/contracts/{id}/changes/{changeId}/decision       | change     | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/contracts/{id}/acceptances                       | contract   | 422:acceptance.procurer-absent | 1 .4 33 333 33 33 33 333 33
  GET /v1/contracts/{id}/acceptances                        | contract   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/contracts/{id}/payments                          | contract   | 422:payment.over-contract | 1 .4 33 333 33 33 33 333 33
  GET /v1/contracts/{id}/payments                           | contract   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  GET /v1/contracts/{id}/payments/{paymentId}               | payment    | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/contracts/{id}/payments/{paymentId}/approval     | payment    | 412 | 1 .4 .4 333 33 33 33 333 33
  POST /v1/contracts/{id}/payments/{paymentId}/settlement   | payment    | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/contracts/{id}/breaches                          | contract   | 422 | 1 .4 33 333 33 33 33 333 33
  GET /v1/contracts/{id}/breaches                           | contract   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/contracts/{id}/breaches/{breachId}/statement     | breach     | 201 | 1 33 33 .44 33 33 33 333 33
  POST /v1/awards/{id}/evidence                             | wonAward   | 201 | 1 33 33 .44 33 33 33 333 33
  GET /v1/awards/{id}/evidence                              | wonAward   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/contracts/{id}/securities                        | contract   | 422 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/securities                           | contracted | 200 | 1 .. .. ... 33 33 .. ..3 33
  GET /v1/tenders/{id}/securities                           | draft      | 200 | 1 .4 .4 444 33 33 44 443 33
  GET /v1/securities/{id}                                   | security   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/securities/{id}/refund                           | security   | 412 | 1 .4 33 333 33 33 33 333 33
  POST /v1/awards/{id}/contract-refusals                    | wonAward   | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/awards/{id}/contract-refusals                     | wonAward   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  GET /v1/contract-refusals/{id}                            | refusal    | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/contract-refusals/{id}/statement                 | refusal    | 412 | 1 33 33 .44 33 33 33 333 33
  POST /v1/contract-refusals/{id}/decision                  | refusal    | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/securities/{id}/forfeitures                      | security   | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/securities/{id}/forfeitures                       | security   | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/securities/{id}/extensions                       | security   | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/forfeitures/{id}                                  | forfeiture | 200 | 1 .4 .4 .44 33 33 44 ..3 33
  POST /v1/forfeitures/{id}/statement                       | forfeiture | 412 | 1 33 33 .44 33 33 33 333 33
  POST /v1/forfeitures/{id}/decision                        | forfeiture | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/exclusions                          | deciding   | 409:exclusion.already-notified | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/exclusions                           | deciding   | 200 | 1 .. .. ... .. 33 .. ..3 33
  GET /v1/tenders/{id}/exclusions                           | draft      | 200 | 1 .4 .4 444 .4 33 44 443 33
  GET /v1/exclusions/{id}                                   | exclusion  | 200 | 1 .4 .4 .44 .4 33 44 ..3 33
  POST /v1/exclusions/{id}/statement                        | exclusion  | 412 | 1 33 33 .44 33 33 33 333 33
  POST /v1/exclusions/{id}/decision                         | exclusion  | 412 | 1 33 .4 333 33 33 33 333 33

  POST /v1/experts                                          | none       | 422 | 1 33 33 333 33 33 33 33. 33
  GET /v1/experts                                           | none       | 200 | 1 33 33 333 33 33 33 ... 33
  DELETE /v1/experts/{id}                                   | recovery   | 404 | 1 33 33 333 33 33 33 33. 33
  POST /v1/tenders/{id}/committee                           | awarded    | 412 | 1 .4 33 333 33 33 33 333 33
  GET /v1/tenders/{id}/committee                            | awarded    | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/tenders/{id}/draw-seed                            | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/draw-seed                            | draft      | -   | 4 44 44 444 44 44 44 444 44
  POST /v1/tenders/{id}/committee/members/{memberId}/replacement | awarded | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/recusal-requests                    | awarded    | 409:tender.wrong-state | 1 33 33 ... 33 33 33 333 33
  POST /v1/tenders/{id}/recusal-requests                    | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/recusal-requests                     | awarded    | 200 | 1 .. .. ... 33 33 .. ..3 33
  GET /v1/tenders/{id}/recusal-requests                     | draft      | 200 | 1 .4 .4 444 33 33 44 443 33
  GET /v1/recusal-requests/{id}                             | recusal    | 200 | 1 .4 .4 .44 33 33 .4 ..3 33
  POST /v1/recusal-requests/{id}/decision                   | recusal    | 412 | 1 33 .4 333 33 33 33 333 33
  POST /v1/tenders/{id}/inquiries                           | awarded    | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  GET /v1/tenders/{id}/inquiries                            | awarded    | 200 | 1 .4 .4 333 .4 33 33 ..3 33
  GET /v1/tenders/{id}/inquiries                            | open       | 200 | 1 .4 .4 333 44 33 33 ..3 33
  GET /v1/tenders/{id}/inquiries/mine                       | awarded    | 200 | 1 33 33 ... 33 33 33 333 33
  GET /v1/tenders/{id}/inquiries/mine                       | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/inquiries/{id}                                    | inquiry    | 200 | 1 33 33 .44 33 33 33 333 33
  POST /v1/inquiries/{id}/answer                            | inquiry    | 412 | 1 33 33 .44 33 33 33 333 33
  POST /v1/inquiries/{id}/opinions                          | inquiry    | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  POST /v1/tenders/{id}/evaluation-report/signatures        | awarded    | 409:tender.wrong-state | 1 33 33 333 .4 33 33 333 33
  GET /v1/tenders/{id}/evaluation-record                    | awarded    | 200 | 1 .4 .4 333 .4 33 .4 ..3 33
  GET /v1/tenders/{id}/evaluation-record                    | open       | -   | 1 44 44 333 44 33 44 443 33

  GET /v1/tenders/{id}/challenge-window                     | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/challenge-window                     | draft      | -   | 4 44 44 444 44 44 44 444 44
  POST /v1/tenders/{id}/challenges                          | open       | 201 | 1 33 33 ... 33 33 33 333 33
  POST /v1/tenders/{id}/challenges                          | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/tenders/{id}/knowledge                            | open       | 200 | 1 33 33 ... 33 33 33 333 33
  GET /v1/tenders/{id}/knowledge                            | draft      | -   | 1 33 33 444 33 33 33 333 33
  GET /v1/challenges/{id}/knowledge                         | challenge  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/challenges/{id}/knowledge                         | unanswered | 200 | 1 .4 .4 .44 33 33 44 333 33
  POST /v1/challenges/{id}/knowledge-contest                | challenge  | 422:challenge.knowledge-disproved | 1 .4 33 333 33 33 33 333 33
  GET /v1/challenges/{id}/public-reply                      | challenge  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/challenges/{id}/public-reply                      | unanswered | -   | 1 44 44 444 33 33 44 333 33
  GET /v1/challenges/{id}                                   | challenge  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/challenges/{id}                                   | unanswered | 200 | 1 .4 .4 .44 33 33 44 333 33
  POST /v1/challenges/{id}/completion-request               | challenge  | 409:challenge.wrong-state | 1 .4 33 333 33 33 33 333 33
  POST /v1/challenges/{id}/completion                       | challenge  | 409:challenge.wrong-state | 1 33 33 .44 33 33 33 333 33
  POST /v1/challenges/{id}/reply                            | challenge  | 409:challenge.already-answered | 1 .4 33 333 33 33 33 333 33
  GET /v1/challenges/{id}/messages                          | challenge  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/challenges/{id}/messages                          | unanswered | 200 | 1 .4 .4 .44 33 33 44 333 33
  POST /v1/challenges/{id}/messages                         | challenge  | 201 | 1 .4 33 .44 33 33 33 333 33
  POST /v1/challenges/{id}/settlement                       | challenge  | 201 | 1 .4 33 .44 33 33 33 333 33
  POST /v1/challenges/{id}/withdrawal                       | challenge  | 409:challenge.wrong-state | 1 33 33 .44 33 33 33 333 33
  POST /v1/challenges/{id}/complaint                        | challenge  | 409:complaint.already-filed | 1 33 33 .44 33 33 33 333 33
  GET /v1/complaints                                        | none       | 200 | 1 33 33 333 33 33 .. 333 33
  GET /v1/complaints/{id}                                   | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/complaints/{id}/opened-bids                       | complaint  | 200 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/opened-bids/{bidId}/documents/{sha256} | complaint | 200 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/evaluation-report                 | complaint  | 200 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/acceptance                       | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/dismissal                        | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/recusal                          | closedCase | 409:complaint.wrong-state | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/suspension                       | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/decision                         | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  GET /v1/challenges/{id}/draw-seed                         | challenge  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/complaints/{id}/assignments                       | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/assignment                       | complaint  | 409:complaint.already-assigned | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/declaration                      | complaint  | 409:complaint.already-declared | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/recusal-requests                 | closedCase | 409:complaint.wrong-state | 1 .4 .4 .44 33 33 33 333 33
  GET /v1/complaints/{id}/recusal-requests                  | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/recusal-requests/{requestId}/decision | complaint | 403:complaint.recusal-own-cause | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/file                              | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/complaints/{id}/file/{ref}                        | complaint  | 200 | 1 .4 .4 .44 44 44 .4 444 34
  GET /v1/complaints/{id}/accesses                          | complaint  | 200 | 1 .4 .4 .44 33 33 .4 ..3 33
  POST /v1/complaints/{id}/disclosures                      | complaint  | 422 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/disclosures                       | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/complaints/{id}/disclosures/{disclosureId}        | complaint  | 200 | 1 44 44 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/assistants                       | complaint  | 422 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/assistants                        | complaint  | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/assistants/{assistantId}/declaration | complaint | - | 1 44 44 444 44 44 44 444 34
  DELETE /v1/complaints/{id}/assistants/{assistantId}       | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/decision                          | decided    | 200 | 1 .4 .4 .44 33 33 .4 333 33
  GET /v1/complaints/{id}/remedies                          | decided    | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/remedies/{number}/completion     | decided    | 412 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/outside-proceedings               | decided    | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/outside-proceedings              | decided    | 422 | 1 .4 33 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/outside-proceedings/{number}/outcome | decided | 412 | 1 .4 33 .44 33 33 .4 333 33
  GET /v1/tenders/{id}/review-decisions                     | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/review-decisions                     | draft      | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/review-decisions/{id}                             | decided    | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/review-decisions/{id}                             | complaint  | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/statistics/reviews                                | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/review-statistics                    | open       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/tenders/{id}/review-statistics                    | draft      | -   | 4 44 44 444 44 44 44 444 44
  GET /v1/complainant-flags                                 | none       | 200 | 1 33 33 333 33 33 .. 333 33
  POST /v1/complainant-flags/{id}/closure                   | flag       | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/withdrawal                       | closedCase | 409:complaint.wrong-state | 1 33 33 .44 33 33 33 333 33
  POST /v1/complaints/{id}/completion-request               | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/completion                       | complaint  | 409:complaint.wrong-state | 1 33 33 .44 33 33 33 333 33
  POST /v1/complaints/{id}/transfer                         | complaint  | 412 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/respondents                       | acceptedCase | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/explanations                     | acceptedCase | 409:complaint.already-explained | 1 .4 33 444 33 33 33 333 33
  GET /v1/complaints/{id}/explanations                      | acceptedCase | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/rejoinder                        | acceptedCase | 201 | 1 33 33 .44 33 33 33 333 33
  POST /v1/complaints/{id}/clock-stops                      | acceptedCase | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/clock-stops/{n}/end              | acceptedCase | 412 | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/hearings                         | acceptedCase | 412 | 1 33 33 333 33 33 .4 333 33
  GET /v1/complaints/{id}/hearings                          | acceptedCase | 200 | 1 .4 .4 .44 33 33 .4 333 33
  POST /v1/complaints/{id}/hearings/{n}/minutes             | acceptedCase | 409:complaint.hearing-closed | 1 33 33 333 33 33 .4 333 33
  POST /v1/complaints/{id}/hearings/{n}/cancellation        | acceptedCase | 409:complaint.hearing-closed | 1 33 33 333 33 33 .4 333 33

  GET /v1/archive/tenders/{id}                              | awarded    | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/tenders/{id}                              | draft      | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/tenders/{id}/bundle                       | awarded    | 200 | 1 33 33 333 33 33 33 3.3 33
  GET /v1/archive/tenders/{id}/bundle                       | draft      | 200 | 1 33 33 333 33 33 33 3.3 33
  POST /v1/archive/tenders/{id}/disposals                   | awarded    | 403:archive.retention-locked | 1 33 33 333 33 33 33 3.3 33
  GET /v1/archive/findings                                  | none       | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/tenders/{id}/retention                    | awarded    | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/tenders/{id}/holds                        | awarded    | 200 | 1 33 33 333 33 33 33 ..3 33
  POST /v1/archive/tenders/{id}/holds                       | awarded    | 422 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/tenders/{id}/holds/{number}               | legalHold  | 200 | 1 33 33 333 33 33 33 ..3 33
  POST /v1/archive/tenders/{id}/holds/{number}/release      | legalHold  | 412 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/disposals                                 | none       | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/disposals/{id}                            | disposal   | 200 | 1 33 33 333 33 33 33 ..3 33
  POST /v1/archive/disposals/{id}/approvals                 | disposal   | 412 | 1 33 33 333 33 33 33 ..3 33
  POST /v1/archive/disposals/{id}/refusal                   | disposal   | 412 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/search                                    | none       | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/search/export                             | none       | 422 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/accesses                                  | none       | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/privacy                                           | none       | 200 | . .. .. ... .. .. .. ... ..
  GET /v1/me/personal-data                                  | none       | 200 | 1 .. .. ... .. .. .. ... 3.
  POST /v1/me/corrections                                   | none       | 422 | 1 .. .. ... .. .. .. ... 3.
  GET /v1/archive/red-flags                                 | none       | 200 | 1 33 33 333 33 33 33 ..3 33
  GET /v1/archive/red-flags/{id}                            | redFlag    | 200 | 1 33 33 333 33 33 33 ..3 33
  POST /v1/archive/red-flags/{id}/closure                   | redFlag    | 412 | 1 33 33 333 33 33 33 3.3 33
`;

/** Throws an Error that names a line it cannot read. */
export function readTable(text = table): Row[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map(rowOf);
}

function rowOf(line: string): Row {
  const [route = '', subject = '', answers = '', cells = ''] = line.split('|').map((part) => part.trim());
  const [verb = '', path = ''] = route.split(' ');
  const given = [...cells.replaceAll(' ', '')];
  const readable =
    /^(GET|POST|PUT|PATCH|DELETE)$/.test(verb) && given.every((mark) => (marks as readonly string[]).includes(mark));
  if (!readable || given.length !== callers.length) throw new Error(`this is no row of the table: ${line}`);
  return {
    route,
    verb: verb.toLowerCase() as Row['verb'],
    path,
    subject,
    answers: answers === '-' ? [] : answers.split('/').map(answerOf),
    cells: Object.fromEntries(callers.map((caller, at) => [caller, given[at]])) as Row['cells'],
  };
}

function answerOf(text: string): Row['answers'][number] {
  const [status, rule = null] = text.split(':');
  return { status: Number(status), rule };
}
