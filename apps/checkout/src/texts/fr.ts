import type { Texts } from './en.ts';

export const fr: Texts = {
  languageName: 'Français',
  chooseLanguage: 'Langue',
  someMerchant: 'le marchand',
  payTo: 'Paiement à {merchant}',
  payment: 'Paiement',
  titlePreparing: 'En préparation',
  titleWaiting: 'En attente',
  titleSeen: 'Vu',
  titleConfirmed: 'Confirmé',
  titleCredited: 'Payé',
  titlePartial: 'Incomplet',
  titleExpired: 'Expiré',
  titleCancelled: 'Annulé',
  titleFailed: 'Échoué',
  titleRefunded: 'Renvoyé',
  titleExtra: 'En vérification',
  simulator:
    'Mode test : un simulateur remplace le prestataire de paiement. N’envoyez pas d’argent réel, ces adresses n’appartiennent à personne.',

  headPreparing: 'Votre adresse de paiement est en préparation',
  headWaiting: 'En attente de votre paiement',
  headSeen: 'Nous voyons votre paiement',
  headConfirmed: 'Votre paiement est confirmé',
  headCredited: 'Paiement terminé',
  headPartial: 'Il manque une partie du montant',
  headExpired: 'Cette demande de paiement a expiré',
  headCancelled: 'Cette demande de paiement a été annulée',
  headFailed: 'Ce paiement n’a pas pu être traité',
  headRefunded: 'Le paiement a été renvoyé',
  headExtra: 'Un autre dépôt est arrivé',

  leadPreparing: 'Cela prend quelques secondes, parfois quelques minutes. La page continue toute seule.',
  leadWaiting: 'Envoyez exactement le montant ci-dessous. Cette page le remarque toute seule.',
  leadSeen: 'Le réseau est en train de le confirmer. Vous n’avez rien à faire et pouvez fermer cette page.',
  leadConfirmed:
    'Le réseau l’a confirmé, il est maintenant en cours de crédit. Vous n’avez rien à faire et pouvez fermer cette page.',
  leadCredited: '{credited} USD ont été crédités. Il ne reste rien à faire.',
  leadOverpaid:
    'Vous avez envoyé {seen} {coin}, plus que les {asked} {coin} demandés. Tout a été crédité : {credited} USD.',
  leadPartialCredited: '{seen} sur {asked} {coin} sont arrivés. {credited} USD ont été crédités en échange.',
  leadPartialHeld:
    '{seen} sur {asked} {coin} sont arrivés. Ils sont en sécurité : une personne décide comment les créditer.',
  leadExpired:
    'N’envoyez plus rien à son adresse. Pour une nouvelle demande de paiement, contactez {merchant}.',
  leadCancelled: 'N’envoyez rien à son adresse. Pour une nouvelle demande de paiement, contactez {merchant}.',
  leadFailed:
    'Le plus souvent, le montant était inférieur à ce que le réseau peut traiter. Contactez {merchant} en indiquant la référence ci-dessous.',
  leadNotIssued:
    'Aucune adresse n’a pu être attribuée et aucun argent n’a circulé. Pour une nouvelle demande de paiement, contactez {merchant}.',
  leadRefunded:
    'Le prestataire de paiement l’a renvoyé. Pour toute question, contactez {merchant} en indiquant la référence ci-dessous.',
  leadExtra:
    'Il est arrivé à une adresse déjà utilisée. Une personne le vérifie avant de le créditer. N’utilisez plus cette adresse.',
  lateWatched:
    'Déjà envoyé ? L’argent en retard compte aussi : nous continuons à le chercher et cette page change dès qu’il arrive.',
  lateUnwatched:
    'Déjà envoyé ? L’adresse n’est plus surveillée automatiquement. Contactez {merchant} en indiquant la référence ci-dessous et l’identifiant de votre transaction.',
  seenSoFar: 'Vu jusqu’ici : {seen} sur {asked} {coin}.',
  confirmations: 'Confirmations : {count}.',

  payBefore: 'À payer avant le {time}',
  timeLeft: 'encore {left}',
  timeIsUp: 'Le délai est écoulé. Si vous avez envoyé l’argent, attendez ici : nous le cherchons toujours.',
  payTitle: 'Comment payer',
  amount: 'Montant',
  address: 'Adresse',
  network: 'Réseau',
  worth: 'soit {usd} USD',
  onlySend: 'Envoyez uniquement des {coin} sur {network}. Tout autre envoi à cette adresse peut être perdu.',
  feeHint:
    'Le montant entier doit arriver : ajoutez les frais de réseau de votre portefeuille ou de votre plateforme.',
  extraIdTitle: '{name} : obligatoire',
  extraIdWarning:
    'Cette adresse est partagée. Sans l’indication « {name} », personne ne peut savoir que l’argent vient de vous et il peut être perdu. Saisissez-la dans le champ « {name} » de votre portefeuille avant d’envoyer.',
  extraIdAccept: 'Je saisirai l’indication « {name} ». Afficher l’adresse.',
  extraIdFirst: 'L’adresse apparaît quand vous avez coché la case ci-dessus.',
  qrLabel: 'Code QR pour payer avec un portefeuille',
  qrAddressLabel: 'Code QR de l’adresse seule',
  qrWith: 'Avec montant',
  qrWithout: 'Adresse seule',
  qrHint: 'Si votre portefeuille ne lit pas le code, choisissez « Adresse seule » et tapez le montant.',
  qrExtraIdHint:
    'Vérifiez que votre portefeuille a repris l’indication « {name} » : la plupart des codes ne la contiennent pas.',
  openWallet: 'Ouvrir dans le portefeuille',
  copyAmount: 'Copier le montant',
  copyAddress: 'Copier l’adresse',
  copyExtraId: 'Copier {name}',
  copied: 'Copié',
  copyFailed: 'Sélectionné : copiez avec le clavier ou le menu',

  missingTitle: 'Envoyer les {missing} {coin} manquants',
  missingWarning:
    'Avant d’envoyer : un second transfert à cette adresse compte comme un nouveau dépôt. Il n’est pas ajouté automatiquement ; une personne le vérifie et le crédite, ce qui prend plus de temps que le premier.',
  missingArrived: 'Le montant manquant est arrivé. Une personne le vérifie et le crédite.',
  missingTooSmall:
    'Les {missing} {coin} manquants (environ {usd} USD) sont inférieurs à ce qui peut être traité ({minimum} USD). Ne les envoyez pas, ils pourraient être perdus. Pour régler le reste, contactez {merchant}.',

  reviewTitle: 'Dépôts vérifiés par une personne',
  reviewOpen: 'en vérification',
  reviewCredited: 'crédité',
  reviewReturned: 'renvoyé',
  reviewWrittenOff: 'clos sans crédit',

  nextTitle: 'La suite',
  nextLateTitle: 'Si vous l’avez déjà envoyé',
  stepSend: 'Vous envoyez le paiement',
  stepSendWhen: 'jusqu’au {time}',
  stepSee: 'Le réseau l’affiche',
  stepSeeWhen: 'quelques secondes à quelques minutes après l’envoi',
  stepConfirm: 'Le réseau le confirme',
  stepConfirmWhen:
    'de quelques secondes à quelques minutes ; avec Bitcoin et d’autres réseaux lents, jusqu’à une heure ou plus',
  stepCredit: 'Il est crédité',
  stepCreditWhen: 'quelques minutes plus tard, automatiquement',
  stepRest: 'Vous envoyez le reste',
  stepPerson: 'Une personne le vérifie',
  stepPersonWhen: 'plus long que pour le premier paiement',
  stepDone: 'fait',
  stepNow: 'maintenant',
  stepClose: 'Vous pouvez fermer cette page à tout moment ; le paiement continue sans elle.',

  iHavePaid: 'J’ai payé',
  lookAgain: 'Regarder maintenant',
  checking: 'Nous regardons …',
  checkedNothing:
    'Rien de nouveau pour l’instant. Il peut falloir quelques minutes avant que le réseau affiche un transfert.',
  checkedNews: 'Il y a du nouveau.',
  checkBusy: 'Patientez un instant avant de regarder à nouveau.',
  checkUnavailable:
    'Le prestataire de paiement ne répond pas en ce moment. Nous continuons à demander automatiquement.',

  detailsTitle: 'Détails',
  reference: 'Référence',
  transaction: 'Transaction',
  explorer: 'La voir sur le réseau',
  backTo: 'Retour à {merchant}',
  back: 'Retour à la boutique',

  connectionLost: 'La connexion est perdue. L’affichage peut être ancien ; nouvel essai …',
  offline: 'Vous êtes hors ligne. L’affichage peut être ancien.',
  reloads: 'Cette page se recharge toute seule toutes les {seconds} secondes.',
  notFoundTitle: 'Ce paiement n’existe pas',
  notFoundText: 'Vérifiez que le lien est complet ou demandez-en un nouveau là où vous l’avez reçu.',
  tooManyTitle: 'Trop de requêtes',
  tooManyText: 'Attendez une minute, puis rechargez la page.',
  unavailableTitle: 'La page n’est pas disponible pour le moment',
  unavailableText: 'L’argent que vous avez envoyé n’est pas concerné. Réessayez dans une minute.',
};
