/** An action for people: `withdrawals.startProcessing` is "Start processing", `withdrawal_approved` is "Withdrawal approved". */
export function actionWords(action: string): string {
  const last = action.split('.').at(-1) ?? action;
  const words = last.replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
