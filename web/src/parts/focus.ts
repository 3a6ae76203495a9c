/** Puts the focus on the first field of the form that says it is wrong; whether there is one. */
export function focusFirstFault(form: HTMLElement | undefined): boolean {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid=true]');
  wrong?.focus();
  return wrong !== undefined && wrong !== null;
}
