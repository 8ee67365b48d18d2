/**
 * The page's words in English; the other languages have the same keys and the same placeholders, which a test
 * compares.
 */
export const en = {
  languageName: 'English',
  chooseLanguage: 'Language',
  /** Stands for the merchant's name, in the case in which the sentences below use it. */
  someMerchant: 'the merchant',
  payTo: 'Payment to {merchant}',
  payment: 'Payment',
  titlePreparing: 'Preparing',
  titleWaiting: 'Waiting',
  titleSeen: 'Seen',
  titleConfirmed: 'Confirmed',
  titleCredited: 'Paid',
  titlePartial: 'Incomplete',
  titleExpired: 'Expired',
  titleCancelled: 'Cancelled',
  titleFailed: 'Failed',
  titleRefunded: 'Sent back',
  titleExtra: 'Being checked',
  simulator:
    'Test mode: a simulator stands in for the payment processor. Do not send real money, nobody owns these addresses.',

  headPreparing: 'Your payment address is being prepared',
  headWaiting: 'Waiting for your payment',
  headSeen: 'We see your payment',
  headConfirmed: 'Your payment is confirmed',
  headCredited: 'Payment complete',
  headPartial: 'Part of the amount is missing',
  headExpired: 'This payment request has expired',
  headCancelled: 'This payment request was cancelled',
  headFailed: 'This payment could not be processed',
  headRefunded: 'The payment was sent back',
  headExtra: 'Another deposit has arrived',

  leadPreparing: 'This takes a few seconds, sometimes a few minutes. The page goes on by itself.',
  leadWaiting: 'Send exactly the amount below. This page notices it by itself.',
  leadSeen: 'The network is confirming it now. There is nothing you need to do, and you may close this page.',
  leadConfirmed:
    'The network has confirmed it, and it is being credited now. There is nothing you need to do, and you may close this page.',
  leadCredited: '{credited} USD have been credited. There is nothing left to do.',
  leadOverpaid:
    'You sent {seen} {coin}, which is more than the {asked} {coin} asked for. All of it has been credited: {credited} USD.',
  leadPartialCredited: '{seen} of {asked} {coin} have arrived. {credited} USD have been credited for them.',
  leadPartialHeld:
    '{seen} of {asked} {coin} have arrived. They are safe: a person decides how they are credited.',
  leadExpired:
    'Please do not send anything to its address any more. For a new payment request, contact {merchant}.',
  leadCancelled: 'Please do not send anything to its address. For a new payment request, contact {merchant}.',
  leadFailed:
    'Most often the amount was smaller than the network can process. Contact {merchant} and name the reference below.',
  leadNotIssued:
    'No address could be issued for it, and no money has moved. For a new payment request, contact {merchant}.',
  leadRefunded:
    'The payment processor has sent it back. For questions, contact {merchant} and name the reference below.',
  leadExtra:
    'It came to an address that had been used before. A person checks it before it is credited. Please do not use the address again.',
  lateWatched:
    'Sent already? Late money still counts: we keep looking for it, and this page changes when it arrives.',
  lateUnwatched:
    'Sent already? The address is no longer looked at by itself. Contact {merchant} with the reference below and the id of your transaction.',
  seenSoFar: 'Seen so far: {seen} of {asked} {coin}.',
  confirmations: 'Confirmations: {count}.',

  payBefore: 'Pay before {time}',
  timeLeft: '{left} left',
  timeIsUp: 'The time is up. If you have sent the money, wait here: it is still looked for.',
  payTitle: 'How to pay',
  amount: 'Amount',
  address: 'Address',
  network: 'Network',
  worth: 'worth {usd} USD',
  onlySend: 'Send only {coin} on {network}. Anything else sent to this address may be lost.',
  feeHint: 'The whole amount has to arrive: add the network fee that your wallet or exchange takes.',
  extraIdTitle: '{name} needed',
  extraIdWarning:
    'This address is shared. Without the {name} nobody can tell that the money is yours, and it may be lost. Enter it in the field “{name}” of your wallet before you send.',
  extraIdAccept: 'I will enter the {name}. Show the address.',
  extraIdFirst: 'The address appears when you have ticked the box above.',
  qrLabel: 'QR code to pay with a wallet',
  qrAddressLabel: 'QR code of the address alone',
  qrWith: 'With amount',
  qrWithout: 'Address only',
  qrHint: 'If your wallet cannot read the code, choose “Address only” and type the amount.',
  qrExtraIdHint: 'Check that your wallet has taken over the {name}: most codes do not carry it.',
  openWallet: 'Open in wallet',
  copyAmount: 'Copy amount',
  copyAddress: 'Copy address',
  copyExtraId: 'Copy {name}',
  copied: 'Copied',
  copyFailed: 'Selected: copy it with your keyboard or menu',

  missingTitle: 'Send the missing {missing} {coin}',
  missingWarning:
    'Before you send: a second transfer to this address counts as a new deposit. It is not added by itself; a person checks and credits it, so it takes longer than the first.',
  missingArrived: 'The missing amount has arrived. A person is checking it and credits it.',
  missingTooSmall:
    'The missing {missing} {coin} (about {usd} USD) are less than what can be processed ({minimum} USD). Do not send them, they could be lost. To settle the rest, contact {merchant}.',

  reviewTitle: 'Deposits checked by a person',
  reviewOpen: 'being checked',
  reviewCredited: 'credited',
  reviewReturned: 'sent back',
  reviewWrittenOff: 'closed without credit',

  nextTitle: 'What happens next',
  nextLateTitle: 'If you have sent it already',
  stepSend: 'You send the payment',
  stepSendWhen: 'until {time}',
  stepSee: 'The network shows it',
  stepSeeWhen: 'seconds to a few minutes after you send',
  stepConfirm: 'The network confirms it',
  stepConfirmWhen: 'seconds to minutes; with Bitcoin and other slow networks up to an hour or more',
  stepCredit: 'It is credited',
  stepCreditWhen: 'some minutes later, by itself',
  stepRest: 'You send the rest',
  stepPerson: 'A person checks it',
  stepPersonWhen: 'longer than for the first payment',
  stepDone: 'done',
  stepNow: 'now',
  stepClose: 'You may close this page at any time; the payment goes on without it.',

  iHavePaid: 'I have paid',
  lookAgain: 'Look again now',
  checking: 'Looking …',
  checkedNothing: 'Nothing new yet. It can take some minutes until the network shows a transfer.',
  checkedNews: 'There is news.',
  checkBusy: 'Please wait a moment before you look again.',
  checkUnavailable: 'The payment processor does not answer at the moment. We go on asking by ourselves.',

  detailsTitle: 'Details',
  reference: 'Reference',
  transaction: 'Transaction',
  explorer: 'See it on the network',
  backTo: 'Back to {merchant}',
  back: 'Back to the shop',

  connectionLost: 'The connection is lost. What you see may be old; trying again …',
  offline: 'You are offline. What you see may be old.',
  reloads: 'This page reloads by itself every {seconds} seconds.',
  notFoundTitle: 'There is no such payment',
  notFoundText: 'Check that the link is complete, or ask for a new one where you got it.',
  tooManyTitle: 'Too many requests',
  tooManyText: 'Please wait a minute, then load the page again.',
  unavailableTitle: 'The page is not available at the moment',
  unavailableText: 'Money that you have sent is not affected. Please try again in a minute.',
};

/** The words of one language. */
export type Texts = { [Key in keyof typeof en]: string };
