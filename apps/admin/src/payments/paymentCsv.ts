import type { CsvColumn } from '../lists/csv.ts';
import type { Payment } from '../providers/records.ts';

export const paymentCsv: readonly CsvColumn<Payment>[] = [
  { heading: 'Payment', value: (row) => row.internalPaymentId },
  { heading: 'Id', value: (row) => row.id },
  { heading: 'User id', value: (row) => row.userId },
  { heading: 'Status', value: (row) => row.status },
  { heading: 'Amount USD', value: (row) => row.amountUsd },
  { heading: 'Received USD', value: (row) => row.actualAmountUsd },
  { heading: 'Credited USD', value: (row) => row.creditedAmountUsd },
  { heading: 'Currency', value: (row) => row.currencyCode },
  { heading: 'Pay amount', value: (row) => row.payAmount },
  { heading: 'Received', value: (row) => row.actualAmount },
  { heading: 'Address', value: (row) => row.payAddress },
  { heading: 'Transaction hash', value: (row) => row.transactionHash },
  { heading: 'Created (UTC)', value: (row) => row.createdAt },
  { heading: 'Completed (UTC)', value: (row) => row.completedAt },
];
