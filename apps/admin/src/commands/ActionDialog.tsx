import type { MutationPath } from '@paydesk/types/rules';
import { type ActionInput, type ActionResult, callMutation } from '../providers/actions.ts';
import type { StepUpPurpose } from '../providers/records.ts';
import { demandOf, needsStepUp, purposeOf } from '../stepUp/purposeOf.ts';
import { CommandDialog, type CommandDialogProps } from './CommandDialog.tsx';

interface ActionDialogProps<Path extends MutationPath> extends Omit<
  CommandDialogProps<ActionResult<Path>>,
  'run' | 'stepUp' | 'demand'
> {
  /** The mutation that the dialog confirms. Its class decides whether it asks for the second factor. */
  action: Path;
  /**
   * What is sent, from the inputs; without `proof`.
   * @throws Error with what is missing, for the person
   */
  input: (values: Record<string, string>, idempotencyKey: string) => ActionInput<Path>;
  /** What the second factor confirms, for the few actions whose input does not say it all. */
  stepUp?: (values: Record<string, string>) => StepUpPurpose;
  /** Called with every failure. */
  onFailure?: (error: unknown) => void;
}

/** The dialog of one mutation: sends its input, with the second factor that its class needs. */
export function ActionDialog<Path extends MutationPath>({
  action,
  input,
  stepUp,
  onFailure,
  ...dialog
}: ActionDialogProps<Path>) {
  return (
    <CommandDialog<ActionResult<Path>>
      {...dialog}
      {...(needsStepUp(action) && {
        demand: demandOf(action),
        stepUp: (values: Record<string, string>, key: string) =>
          stepUp?.(values) ?? purposeOf(action, input(values, key)),
      })}
      run={async (values, idempotencyKey, proof) => {
        try {
          return await callMutation(action, input(values, idempotencyKey), proof);
        } catch (error) {
          onFailure?.(error);
          throw error;
        }
      }}
    />
  );
}
