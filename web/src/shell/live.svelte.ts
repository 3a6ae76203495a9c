/** What a screen reader says without the focus moving; `announce` is heard even when the words are the same again. */
class Live {
  text = $state('');
  #again = false;

  announce(text: string): void {
    this.#again = !this.#again;
    this.text = this.#again ? text : `${text}\u00A0`;
  }
}

export const live = new Live();
export const announce = (text: string): void => live.announce(text);
