import { type HTMLInputTypeAttribute, useEffect, useId, useRef } from 'react';

interface LoginFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  type?: HTMLInputTypeAttribute;
  autoComplete: string;
  inputMode?: 'numeric';
  /** Takes the keyboard when it appears. */
  focus?: boolean;
}

/** A labelled, required input. */
export function LoginField({ label, onChange, focus, ...input }: LoginFieldProps) {
  const id = useId();
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) element.current?.focus();
  }, [focus]);
  return (
    <div className="login-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={element}
        required
        spellCheck={false}
        autoCapitalize="none"
        {...input}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
