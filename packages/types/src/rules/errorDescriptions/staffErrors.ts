import type { ErrorDescription } from './errorDescription.ts';

/** Errors about staff, their second factors, and what needs more than one person. */
export const staffErrors = {
  EMAIL_TAKEN: {
    meaning: 'Another member of staff has this e-mail address.',
    whatToDo: 'Use another address, or reactivate that person.',
  },
  LAST_ADMIN: {
    meaning: 'The desk would be left without an admin.',
    whatToDo: 'Make another person admin first.',
  },
  INVITE_INVALID: {
    meaning: 'The link was used, revoked or has expired.',
    whatToDo: 'Ask an admin for a new link.',
  },
  INVITATION_REQUIRED: {
    meaning: 'Accounts with a password that somebody else chose exist only on a desk with the simulator.',
    whatToDo: 'Invite the person: `staff.invite`.',
  },
  SAME_PERSON: {
    meaning: 'One person cannot do both steps.',
    whatToDo: 'Ask a colleague.',
  },
  MORE_APPROVALS_NEEDED: {
    meaning: 'The withdrawal needs more approvals first.',
    whatToDo: 'Ask further colleagues to approve.',
  },
  PAYLOAD_CHANGED: {
    meaning: 'The row is not what was requested or approved.',
    whatToDo: 'Reject it and find out who changed the database.',
  },
  CHANGED_MEANWHILE: {
    meaning: 'What would change is no longer as the person saw it, who asked for the change or approved it.',
    whatToDo: 'Look at the values as they are now and ask for it again.',
  },
  CLAIM_CHANGED: {
    meaning: 'Someone else has taken this row meanwhile, or no one has it any more.',
    whatToDo: 'Look at who has it now and decide again.',
  },
  POLICY_CHANGED: {
    meaning: 'Another person published a newer policy in the meantime.',
    whatToDo: 'Read it and start again from there.',
  },
  PASSWORD_WRONG: {
    meaning: 'The password is wrong.',
    whatToDo: 'Try again; after several attempts there is a pause.',
  },
  SECOND_FACTOR_REQUIRED: {
    meaning: 'This action needs a second factor.',
    whatToDo: 'Send `proof`; the admin app asks for it.',
  },
  PASSKEY_REQUIRED: {
    meaning: 'A withdrawal of this amount needs a passkey: a code leaves nothing that can be checked later.',
    whatToDo: 'Add a passkey under Security and use it, or let a colleague with a passkey do it.',
  },
  SECOND_FACTOR_INVALID: {
    meaning: 'The second factor is wrong, was used already, or belongs to another action.',
    whatToDo: 'Give a fresh one.',
  },
  SECOND_FACTOR_GONE: {
    meaning: 'The person’s second factors were removed from the database, and not by the desk.',
    whatToDo:
      'Tell an admin, who finds out who changed the database, and has the second factors reset on the command line.',
  },
  SECOND_FACTOR_LOCKED: {
    meaning: 'After too many wrong second factors none is checked for a while.',
    whatToDo: 'Wait until the time in the message.',
  },
  PAYOUTS_DISABLED: {
    meaning: 'Payouts through the provider are switched off in the settings.',
    whatToDo: 'Pay from a wallet and record it, or set `PROVIDER_PAYOUTS=on`.',
  },
  PAYOUT_IN_FLIGHT: {
    meaning: 'A payout of this withdrawal is on its way.',
    whatToDo: 'Wait for its outcome.',
  },
  PAYOUTS_STOPPED: {
    meaning: 'Staff have stopped all payouts.',
    whatToDo: 'Another person can resume them.',
  },
  CHANGE_REQUESTED: {
    meaning:
      'The action had no effect yet: it waits as a change request for another person or for its delay.',
    whatToDo: '`details` names the change request; a colleague decides about it.',
  },
  TOO_MANY_WOULD_VANISH: {
    meaning: 'The provider’s list lacks so many currencies that it looks broken; nothing was deactivated.',
    whatToDo: 'Sync again later.',
  },
} satisfies Record<string, ErrorDescription>;
