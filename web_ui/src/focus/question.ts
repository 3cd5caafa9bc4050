const FOCUSABLE = 'button, a[href], input, select, textarea, [tabindex="0"]';

/**
 * An attachment for a question that appears where somebody pressed something: it comes into sight and it, or what in it
 * is marked with `autofocus`, gets the focus, so that it is read out, and the next Tab is in it. When it goes, the focus returns to where it came from; where that is
 * gone, too, to what stands in its place, or to the heading of the sheet.
 */
export function question(asked: HTMLElement): () => void {
  const before = document.activeElement;
  const around = asked.parentElement;
  const sheet = asked.closest('section');
  asked.tabIndex = -1;
  asked.scrollIntoView({ block: 'nearest' });
  (asked.querySelector<HTMLElement>('[autofocus]') ?? asked).focus({ preventScroll: true });
  return () => {
    const focused = document.activeElement;
    if (focused !== null && focused !== document.body && !asked.contains(focused)) return;
    // What stands in its place is there a moment later.
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) return before.focus();
      const instead = around?.isConnected ? [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].at(-1) : undefined;
      if (instead) return instead.focus();
      const heading = sheet?.querySelector('h2');
      if (heading) goTo(heading);
    });
  };
}

/** Brings the keyboard to a heading, which one does not otherwise come to with Tab. */
export function goTo(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus();
}
