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
      return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
    }
    return new Intl.PluralRules(locale).select(Number(value)) === 'one' ? one : other;
  });
}
