/** An attachment for what appears below what somebody has just pressed, on a sheet that may end there: a question is seen. */
export function intoView(question: Element): void {
  question.scrollIntoView({ block: 'nearest' });
}
