/** Which language the page speaks: that of its address, else the one that was chosen in it, else the browser's. */
export const ENGLISH = 'en';
const KEPT = 'tjbot.language';
/** In the page's address; where the browser keeps nothing, the choice stands there. */
const PARAMETER = 'language';

/** The first of the wanted languages that there is; English where that is none.
 * @param known the codes of all that there are
 * @param wanted codes, the best first */
export function bestLanguage(known: readonly string[], wanted: readonly string[]): string {
  const byCode = new Map([ENGLISH, ...known].map((code) => [code.toLowerCase(), code]));
  for (const each of wanted) {
    const code = each.toLowerCase();
    const found = byCode.get(code) ?? byCode.get(code.split('-')[0] ?? '');
    if (found !== undefined) return found;
  }
  return ENGLISH;
}

/** What is wanted here, the best first. */
export function wantedLanguages(): string[] {
  const inAddress = new URLSearchParams(location.search).get(PARAMETER);
  return [...(inAddress === null ? [] : [inAddress]), ...kept(), ...navigator.languages];
}

/** Keeps a choice, and opens the page anew in that language. */
export function chooseLanguage(language: string): void {
  const address = new URL(location.href);
  if (keep(language)) address.searchParams.delete(PARAMETER);
  else address.searchParams.set(PARAMETER, language);
  history.replaceState(history.state, '', address);
  location.reload();
}

/** What a language calls itself. */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

function kept(): string[] {
  try {
    const language = localStorage.getItem(KEPT);
    return language === null ? [] : [language];
  } catch {
    return [];
  }
}

function keep(language: string): boolean {
  try {
    localStorage.setItem(KEPT, language);
    return true;
  } catch {
    return false;
  }
}
