import type { Texts } from './en.ts';

export const de: Texts = {
  languageName: 'Deutsch',
  chooseLanguage: 'Sprache',
  someMerchant: 'den Händler',
  payTo: 'Zahlung an {merchant}',
  payment: 'Zahlung',
  titlePreparing: 'In Vorbereitung',
  titleWaiting: 'Wartet',
  titleSeen: 'Gesehen',
  titleConfirmed: 'Bestätigt',
  titleCredited: 'Bezahlt',
  titlePartial: 'Unvollständig',
  titleExpired: 'Abgelaufen',
  titleCancelled: 'Storniert',
  titleFailed: 'Fehlgeschlagen',
  titleRefunded: 'Zurückgesendet',
  titleExtra: 'In Prüfung',
  simulator:
    'Testbetrieb: Ein Simulator vertritt den Zahlungsdienst. Senden Sie kein echtes Geld, diese Adressen gehören niemandem.',

  headPreparing: 'Ihre Zahlungsadresse wird vorbereitet',
  headWaiting: 'Wir warten auf Ihre Zahlung',
  headSeen: 'Wir sehen Ihre Zahlung',
  headConfirmed: 'Ihre Zahlung ist bestätigt',
  headCredited: 'Zahlung abgeschlossen',
  headPartial: 'Ein Teil des Betrags fehlt',
  headExpired: 'Diese Zahlungsanforderung ist abgelaufen',
  headCancelled: 'Diese Zahlungsanforderung wurde storniert',
  headFailed: 'Diese Zahlung konnte nicht verarbeitet werden',
  headRefunded: 'Die Zahlung wurde zurückgesendet',
  headExtra: 'Eine weitere Einzahlung ist angekommen',

  leadPreparing: 'Das dauert einige Sekunden, manchmal ein paar Minuten. Die Seite geht von selbst weiter.',
  leadWaiting: 'Senden Sie genau den unten genannten Betrag. Diese Seite bemerkt ihn von selbst.',
  leadSeen: 'Das Netzwerk bestätigt sie gerade. Sie müssen nichts tun und können diese Seite schließen.',
  leadConfirmed:
    'Das Netzwerk hat sie bestätigt, nun wird sie gutgeschrieben. Sie müssen nichts tun und können diese Seite schließen.',
  leadCredited: '{credited} USD wurden gutgeschrieben. Es ist nichts weiter zu tun.',
  leadOverpaid:
    'Sie haben {seen} {coin} gesendet, mehr als die verlangten {asked} {coin}. Alles wurde gutgeschrieben: {credited} USD.',
  leadPartialCredited:
    '{seen} von {asked} {coin} sind angekommen. Dafür wurden {credited} USD gutgeschrieben.',
  leadPartialHeld:
    '{seen} von {asked} {coin} sind angekommen. Sie sind sicher: Ein Mensch entscheidet, wie sie gutgeschrieben werden.',
  leadExpired:
    'Bitte senden Sie nichts mehr an die Adresse. Für eine neue Zahlungsanforderung wenden Sie sich an {merchant}.',
  leadCancelled:
    'Bitte senden Sie nichts an die Adresse. Für eine neue Zahlungsanforderung wenden Sie sich an {merchant}.',
  leadFailed:
    'Meist war der Betrag kleiner, als das Netzwerk verarbeiten kann. Wenden Sie sich an {merchant} und nennen Sie die Referenz unten.',
  leadNotIssued:
    'Es konnte keine Adresse vergeben werden, und es ist kein Geld geflossen. Für eine neue Zahlungsanforderung wenden Sie sich an {merchant}.',
  leadRefunded:
    'Der Zahlungsdienst hat sie zurückgesendet. Bei Fragen wenden Sie sich an {merchant} und nennen Sie die Referenz unten.',
  leadExtra:
    'Sie ging an eine Adresse, die schon benutzt war. Ein Mensch prüft sie vor der Gutschrift. Bitte benutzen Sie die Adresse nicht noch einmal.',
  lateWatched:
    'Schon gesendet? Auch spätes Geld zählt: Wir suchen weiter danach, und diese Seite ändert sich, wenn es ankommt.',
  lateUnwatched:
    'Schon gesendet? Die Adresse wird nicht mehr von selbst beobachtet. Wenden Sie sich an {merchant} und nennen Sie die Referenz unten und die Kennung Ihrer Transaktion.',
  seenSoFar: 'Bisher gesehen: {seen} von {asked} {coin}.',
  confirmations: 'Bestätigungen: {count}.',

  payBefore: 'Zahlbar bis {time}',
  timeLeft: 'noch {left}',
  timeIsUp:
    'Die Zeit ist um. Wenn Sie das Geld gesendet haben, warten Sie hier: Es wird weiter danach gesucht.',
  payTitle: 'So bezahlen Sie',
  amount: 'Betrag',
  address: 'Adresse',
  network: 'Netzwerk',
  worth: 'entspricht {usd} USD',
  onlySend: 'Senden Sie nur {coin} über {network}. Alles andere an diese Adresse kann verloren gehen.',
  feeHint: 'Der ganze Betrag muss ankommen: Rechnen Sie die Netzwerkgebühr Ihrer Wallet oder Börse hinzu.',
  extraIdTitle: '{name} erforderlich',
  extraIdWarning:
    'Diese Adresse wird gemeinsam genutzt. Ohne die Angabe „{name}“ ist nicht zu erkennen, dass das Geld von Ihnen kommt, und es kann verloren gehen. Tragen Sie sie vor dem Senden im Feld „{name}“ Ihrer Wallet ein.',
  extraIdAccept: 'Ich trage die Angabe „{name}“ ein. Adresse zeigen.',
  extraIdFirst: 'Die Adresse erscheint, sobald Sie das Kästchen oben angekreuzt haben.',
  qrLabel: 'QR-Code zum Bezahlen mit einer Wallet',
  qrAddressLabel: 'QR-Code der Adresse allein',
  qrWith: 'Mit Betrag',
  qrWithout: 'Nur Adresse',
  qrHint:
    'Wenn Ihre Wallet den Code nicht lesen kann, wählen Sie „Nur Adresse“ und tippen Sie den Betrag ein.',
  qrExtraIdHint:
    'Prüfen Sie, ob Ihre Wallet die Angabe „{name}“ übernommen hat: Die meisten Codes enthalten sie nicht.',
  openWallet: 'In der Wallet öffnen',
  copyAmount: 'Betrag kopieren',
  copyAddress: 'Adresse kopieren',
  copyExtraId: '{name} kopieren',
  copied: 'Kopiert',
  copyFailed: 'Markiert: Bitte mit Tastatur oder Menü kopieren',

  missingTitle: 'Die fehlenden {missing} {coin} senden',
  missingWarning:
    'Bevor Sie senden: Eine zweite Überweisung an diese Adresse gilt als neue Einzahlung. Sie wird nicht von selbst hinzugerechnet; ein Mensch prüft sie und schreibt sie gut, das dauert länger als beim ersten Mal.',
  missingArrived: 'Der fehlende Betrag ist angekommen. Ein Mensch prüft ihn und schreibt ihn gut.',
  missingTooSmall:
    'Die fehlenden {missing} {coin} (etwa {usd} USD) sind weniger, als verarbeitet werden kann ({minimum} USD). Senden Sie sie nicht, sie könnten verloren gehen. Für den Rest wenden Sie sich an {merchant}.',

  reviewTitle: 'Einzahlungen, die ein Mensch prüft',
  reviewOpen: 'in Prüfung',
  reviewCredited: 'gutgeschrieben',
  reviewReturned: 'zurückgesendet',
  reviewWrittenOff: 'ohne Gutschrift geschlossen',

  nextTitle: 'Wie es weitergeht',
  nextLateTitle: 'Wenn Sie schon gesendet haben',
  stepSend: 'Sie senden die Zahlung',
  stepSendWhen: 'bis {time}',
  stepSee: 'Das Netzwerk zeigt sie an',
  stepSeeWhen: 'Sekunden bis wenige Minuten nach dem Senden',
  stepConfirm: 'Das Netzwerk bestätigt sie',
  stepConfirmWhen:
    'Sekunden bis Minuten; bei Bitcoin und anderen langsamen Netzwerken bis zu einer Stunde oder mehr',
  stepCredit: 'Sie wird gutgeschrieben',
  stepCreditWhen: 'einige Minuten später, von selbst',
  stepRest: 'Sie senden den Rest',
  stepPerson: 'Ein Mensch prüft ihn',
  stepPersonWhen: 'dauert länger als bei der ersten Zahlung',
  stepDone: 'erledigt',
  stepNow: 'jetzt',
  stepClose: 'Sie können diese Seite jederzeit schließen; die Zahlung läuft ohne sie weiter.',

  iHavePaid: 'Ich habe bezahlt',
  lookAgain: 'Jetzt nachsehen',
  checking: 'Wir sehen nach …',
  checkedNothing:
    'Noch nichts Neues. Es kann einige Minuten dauern, bis das Netzwerk eine Überweisung zeigt.',
  checkedNews: 'Es gibt Neues.',
  checkBusy: 'Bitte warten Sie einen Moment, bevor Sie wieder nachsehen.',
  checkUnavailable: 'Der Zahlungsdienst antwortet gerade nicht. Wir fragen von selbst weiter.',

  detailsTitle: 'Einzelheiten',
  reference: 'Referenz',
  transaction: 'Transaktion',
  explorer: 'Im Netzwerk ansehen',
  backTo: 'Zurück zu {merchant}',
  back: 'Zurück zum Shop',

  connectionLost: 'Die Verbindung ist unterbrochen. Die Anzeige kann veraltet sein; neuer Versuch …',
  offline: 'Sie sind offline. Die Anzeige kann veraltet sein.',
  reloads: 'Diese Seite lädt sich alle {seconds} Sekunden neu.',
  notFoundTitle: 'Diese Zahlung gibt es nicht',
  notFoundText:
    'Prüfen Sie, ob der Link vollständig ist, oder bitten Sie dort um einen neuen, wo Sie ihn bekommen haben.',
  tooManyTitle: 'Zu viele Anfragen',
  tooManyText: 'Bitte warten Sie eine Minute und laden Sie die Seite dann neu.',
  unavailableTitle: 'Die Seite ist gerade nicht verfügbar',
  unavailableText:
    'Geld, das Sie gesendet haben, ist nicht betroffen. Bitte versuchen Sie es in einer Minute wieder.',
};
