import { invalid } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import type { ApplicantBody } from './member.dto.js';

/** The name of a person who becomes known by this act. Throws Refusal 422 where it is not given. */
export function nameOfNewcomer(applicant: ApplicantBody | undefined): Bilingual {
  if (applicant) return { ...applicant.name };
  throw invalid('#/applicant', {
    zh: '平台尚未登记您本人，请填写您的姓名。',
    en: 'The platform does not know you yet: give your name.',
  });
}
