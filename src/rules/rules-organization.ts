import { policy } from './rule-entry.js';

/** Refusals about who takes part: registration, verification, members and mandates. The plan is silent on them; they serve article 47. */
export const organizationRules = {
  'organization.not-verified': policy(
    47,
    403,
    '该组织尚未经登记机构核验。',
    'This organisation has not been verified by a registrar.',
  ),
  'organization.already-registered': policy(
    47,
    409,
    '该组织已经登记：{identifier}。为其工作的人员可向{membershipRequests}提出加入申请。',
    'This organisation is already registered: {identifier}. Who works for it asks to be let in at {membershipRequests}.',
  ),
  'organization.verification-state': policy(
    47,
    409,
    '组织的核验处于“{state}”状态，不能作出“{decision}”。',
    'The verification of the organisation is in state "{state}"; "{decision}" is not open.',
  ),
  'organization.already-member': policy(
    47,
    409,
    '此人已经是该组织的成员。',
    'This person is a member of the organisation already.',
  ),
  'organization.request-pending': policy(
    47,
    409,
    '此人对该组织的加入申请尚待处理。',
    'A request of this person to join the organisation is waiting already.',
  ),
  'organization.request-decided': policy(47, 409, '该申请已经处理：{state}。', 'This request has been decided: {state}.'),
  'organization.last-administrator': policy(
    47,
    409,
    '组织至少须有一名管理员；请先指定另一名管理员，或由登记机构办理。',
    'An organisation keeps at least one administrator: name another first, or let a registrar do it.',
  ),
  'principal.number-invalid': policy(
    59,
    422,
    '单位负责人的证件号码不符合证件类型“{kind}”的要求。',
    'The identity number of the principal is none that an identity of the kind "{kind}" can have.',
  ),
  'organization.mandate-missing': policy(
    47,
    403,
    '采购代理机构没有该采购人的有效委托。',
    'The procurement agency holds no valid mandate of this procuring entity.',
  ),
};
