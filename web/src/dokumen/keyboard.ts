export type Acts = {
  order(): readonly string[];
  current(): string | null;
  choose(id: string, range: boolean): unknown;
  chooseAll(): unknown;
  chooseNone(): unknown;
  search(): unknown;
  help(): unknown;
  remove(current: string | null): unknown;
};

/** The list from the keyboard. The focus itself is the place, so a screen reader reads the row that the keys are about. */
export class Keyboard {
  constructor(private readonly acts: Acts) {}

  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
    const act = this.#act(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Focus the row that lies so many further down; from nowhere, the first. */
  move(by: number): void {
    const at = this.acts.order().indexOf(this.acts.current() ?? '');
    this.focus(at < 0 ? 0 : at + by);
  }

  /** Focus the row at that place, or the nearest there is. */
  focus(place: number): void {
    const order = this.acts.order();
    const id = order[Math.min(order.length - 1, Math.max(0, place))];
    const link = id && document.querySelector<HTMLElement>(`[data-row="${id}"] a`);
    if (!link) return;
    link.focus({ preventScroll: true });
    link.closest('li')?.scrollIntoView({ block: 'nearest' });
  }

  #act(event: KeyboardEvent): (() => unknown) | undefined {
    const current = this.acts.current();
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
        return () => this.move(1);
      case 'k':
      case 'ArrowUp':
        return () => this.move(-1);
      case 'x':
      case 'X':
        return current ? () => this.acts.choose(current, event.shiftKey) : undefined;
      case 'a':
        return () => this.acts.chooseAll();
      case 'Delete':
        return () => this.acts.remove(current);
      case '/':
        return () => this.acts.search();
      case '?':
        return () => this.acts.help();
      case 'Escape':
        return () => this.acts.chooseNone();
      default:
        return undefined;
    }
  }
}

/** Where keys mean something else: a field, or a dialog that lies over the list. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.matches('textarea, select, [contenteditable], input:not([type=checkbox])');
  return field || target.closest('dialog') !== null;
}
