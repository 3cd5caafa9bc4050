/** The fields of our blocks. */
import * as Blockly from 'blockly/core';

/** What stands for "another one …" in a list. */
const ANOTHER = '\u0000';

/** What a field chooses from, and how another word is asked for; null where there are no others. */
export interface Choice {
  options: () => readonly [label: string, value: string][];
  another: { label: string; question: string; valid: (word: string) => string | null } | null;
}

/** A list that tells nobody of itself once it is closed: Blockly leaves a reference to what is no longer there. */
abstract class FieldList extends Blockly.FieldDropdown {
  protected override dropdownDispose_(): void {
    super.dropdownDispose_();
    this.getFocusableElement().removeAttribute('aria-controls');
  }
}

/** A list to choose from, in which what is chosen always is: labels come and go, the block stays as it is. */
export class FieldPick extends FieldList {
  /** What is chosen and may be in no list. Set while the constructor of the library runs, so it is not initialized. */
  declare private own?: string;
  declare private choice: Choice;

  constructor(choice: Choice) {
    super(Blockly.Field.SKIP_SETUP);
    this.choice = choice;
    this.own = choice.options()[0]?.[1] ?? '';
    this.setOptions(() => this.all());
  }

  private all(): Blockly.MenuOption[] {
    const listed = this.choice.options();
    const own = this.own ?? '';
    const options: Blockly.MenuOption[] = listed.map(([label, value]) => [label || '…', value]);
    if (!listed.some(([, value]) => value === own)) options.unshift([own || '…', own]);
    if (this.choice.another !== null) options.push([this.choice.another.label, ANOTHER]);
    return options;
  }

  protected override doClassValidation_(value?: string): string | null {
    if (typeof value !== 'string' || value === ANOTHER) return null;
    this.own = value;
    this.getOptions(false);
    return value;
  }

  protected override onItemSelected_(menu: Blockly.Menu, item: Blockly.MenuItem): void {
    const { another } = this.choice;
    if (item.getValue() !== ANOTHER || another === null) {
      super.onItemSelected_(menu, item);
      return;
    }
    Blockly.dialog.prompt(another.question, this.getValue() ?? '', (word) => {
      const valid = word === null ? null : another.valid(word);
      if (valid !== null) this.setValue(valid);
    });
  }
}

/** Three dots that offer what a block can have more or less of. */
export class FieldMore extends FieldList {
  override SERIALIZABLE = false;
  declare private offer: () => readonly { name: string; make: () => void }[];

  constructor(offer: () => readonly { name: string; make: () => void }[], label: string) {
    super(Blockly.Field.SKIP_SETUP);
    this.offer = offer;
    this.setOptions([['⋯', '']]);
    this.setAriaTypeName(label);
  }

  override getOptions(useCache?: boolean): Blockly.MenuOption[] {
    if (useCache === false && this.menu_ !== null) return this.offer().map(({ name }, place): Blockly.MenuOption => [name, String(place)]);
    return super.getOptions(useCache);
  }

  protected override onItemSelected_(_: Blockly.Menu, item: Blockly.MenuItem): void {
    this.offer()[Number(item.getValue())]?.make();
  }
}

/** A line of Python, as it stands. */
export function code(text: string): Blockly.FieldLabel {
  const label = new Blockly.FieldLabel(text === '' ? ' ' : text, 'tj-code');
  label.maxDisplayLength = 100;
  return label;
}

/** A field for what may only be written in a certain way.
 * @param valid what is kept of what was typed; null to keep what was there */
export function typed(value: string, valid: (word: string) => string | null): Blockly.FieldTextInput {
  return new Blockly.FieldTextInput(value, (word: string) => valid(word));
}

const KEYWORDS = new Set('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield robot random print input'.split(' '));

/** A name as Python takes it: spaces become lines below; null where it cannot be one. */
export function nameIn(word: string): string | null {
  const name = word.trim().replaceAll(/\s+/g, '_');
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !KEYWORDS.has(name) ? name : null;
}

export function numberIn(word: string): string | null {
  const number = word.trim().replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(number) ? number : null;
}
