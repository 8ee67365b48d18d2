import type { AppRouter } from '@paydesk/server/router';
import type { MutationPath } from '@paydesk/types/rules';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { StepUpProof } from './records.ts';
import { trpc } from './trpc.ts';

type Of<Tree, Path> = Path extends `${infer Router}.${infer Procedure}`
  ? Router extends keyof Tree
    ? Procedure extends keyof Tree[Router]
      ? Tree[Router][Procedure]
      : never
    : never
  : never;

type WithoutProof<Input> = Input extends { proof?: unknown } ? Omit<Input, 'proof'> : Input;

/** The input of a mutation, without the second factor. */
export type ActionInput<Path extends MutationPath> = WithoutProof<Of<inferRouterInputs<AppRouter>, Path>>;
/** What a mutation answers. */
export type ActionResult<Path extends MutationPath> = Of<inferRouterOutputs<AppRouter>, Path>;

type Procedures = Record<string, Record<string, { mutate: (input: unknown) => Promise<unknown> }>>;

/** Calls a mutation by its path, with the second factor where there is one. */
export async function callMutation<Path extends MutationPath>(
  path: Path,
  input: ActionInput<Path>,
  proof?: StepUpProof,
): Promise<ActionResult<Path>> {
  const [router = '', procedure = ''] = path.split('.');
  // The client is a proxy: it knows every path, and the types above know which of them exist.
  const called = (trpc as unknown as Procedures)[router]?.[procedure];
  if (!called) throw new RangeError(`there is no mutation "${path}"`);
  return (await called.mutate(proof ? { ...input, proof } : input)) as ActionResult<Path>;
}

/**
 * Asks the person for the second factor that a mutation needs. Undefined: it needs none of them.
 *
 * @throws Error when the person goes back
 */
type ProofRequest = (path: MutationPath, input: unknown) => Promise<StepUpProof | undefined>;

let requestProof: ProofRequest = () => Promise.resolve(undefined);

/** Sets who asks for second factors outside of dialogs; returns a function that ends it. */
export function onProofRequested(request: ProofRequest): () => void {
  requestProof = request;
  return () => {
    if (requestProof === request) requestProof = () => Promise.resolve(undefined);
  };
}

/**
 * Calls a mutation that has no dialog of its own, such as a form's: the person is asked for the second factor
 * first, if the mutation needs one.
 */
export async function callAction<Path extends MutationPath>(
  path: Path,
  input: ActionInput<Path>,
): Promise<ActionResult<Path>> {
  return await callMutation(path, input, await requestProof(path, input));
}
