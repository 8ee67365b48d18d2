/** One reason in plain words, for the documentation. */
export interface ErrorDescription {
  /** What happened. */
  meaning: string;
  /** What the caller's program, or its developer, does next. */
  whatToDo: string;
}
