/** What somebody points at in one area of the page, and others show: a line of a recipe, a part of the robot. */
export class Pointing {
  /** The line of which recipe; null where nobody points at one. `count` is another one each time. */
  line = $state.raw<{ recipe: string; line: number; count: number } | null>(null);
  /** The name of a part. */
  part = $state<string | null>(null);

  /** Points at a line, also a second time. */
  atLine(recipe: string, line: number): void {
    this.line = { recipe, line, count: (this.line?.count ?? 0) + 1 };
  }

  /** Points at nothing any more. */
  away(): void {
    this.line = this.part = null;
  }
}
