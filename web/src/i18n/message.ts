export type Params = Record<string, string | number>;

/**
 * Fills a message: `{name}` becomes the parameter (numbers in the locale's writing), `{n|page|pages}` the form that the
 * locale has for the number `n`. Indonesian has one form, so its messages simply say the noun.
 */
export function fill(message: string, params: Params, locale: string): string {
  return message.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one === undefined || other === undefined) {
      return typeof value === 'number' ? numbers(locale).format(value) : value;
    }
    return plurals(locale).select(Number(value)) === 'one' ? one : other;
  });
}

// Making one takes longer than all else here; a screen may word hundreds of messages at once.
const numbers = kept((locale) => new Intl.NumberFormat(locale));
const plurals = kept((locale) => new Intl.PluralRules(locale));

function kept<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    const found = made.get(locale) ?? make(locale);
    made.set(locale, found);
    return found;
  };
}
