import { createContext, type ReactNode, useContext } from 'react';

const DialogNotice = createContext<ReactNode>(null);

/** What every dialog of a command inside says above its inputs, for instance that a colleague works on the same row. */
export const DialogNoticeProvider = DialogNotice.Provider;

export const useDialogNotice = (): ReactNode => useContext(DialogNotice);
