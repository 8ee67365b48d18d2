const CONFIRMATION_MS = 1500;

/** Gives every code block a button that copies it. */
export function copyButtons(): void {
  for (const block of document.querySelectorAll('.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', () => void copy(block, button));
    block.querySelector('.code-bar')?.append(button);
  }
}

async function copy(block: Element, button: HTMLButtonElement): Promise<void> {
  const copied = await navigator.clipboard.writeText(block.querySelector('code')?.textContent ?? '').then(
    () => true,
    () => false,
  );
  button.textContent = copied ? 'Copied' : 'Not allowed';
  setTimeout(() => (button.textContent = 'Copy'), CONFIRMATION_MS);
}
