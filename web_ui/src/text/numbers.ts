/** The language in which dates and times of day are written: the page's, as it is spoken where its reader lives. */
export function languageOfDates(): string {
  if (typeof document === 'undefined') return 'en-GB';
  const { lang } = document.documentElement;
  return navigator.languages.find((each) => each.split('-')[0] === lang) ?? lang;
}

/** A number as a language writes it, with so many digits after the point or comma. */
export function decimals(language: string): (value: number, digits: number) => string {
  const formats = new Map<number, Intl.NumberFormat>();
  return (value, digits) => {
    const known = formats.get(digits) ?? new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
    formats.set(digits, known);
    return known.format(value);
  };
}
