/** From Python's statements to pieces. */
import type { SyntaxNode } from '@lezer/common';
import type { Catalogue } from './catalogue';
import { piece, type Piece } from './piece';
import { childrenOf, Unsayable, ValueReader } from './read_values';

/** A line of a statement, with what stands indented below it. */
export interface Clause {
  key: string;
  from: number;
  to: number;
  body: SyntaxNode | null;
}

const PLAIN = new Set(['PassStatement', 'BreakStatement', 'ContinueStatement']);
const OPENS = new Set(['IfStatement', 'WhileStatement', 'ForStatement', 'TryStatement', 'WithStatement', 'FunctionDefinition', 'ClassDefinition', 'DecoratedStatement']);

export class StatementReader {
  private readonly values: ValueReader;

  constructor(
    private readonly text: string,
    private readonly catalogue: Catalogue,
  ) {
    this.values = new ValueReader(text, catalogue);
  }

  /** The lines of a statement that has something below it; null for one that has not. */
  clausesOf(node: SyntaxNode): Clause[] | null {
    if (!OPENS.has(node.name)) return null;
    if (this.hats(node) !== null) return this.hatClauses(node);
    const clauses: Clause[] = [];
    let from = node.from;
    let started = true;
    for (const child of this.flat(node)) {
      if (!started) [from, started] = [child.from, true];
      if (child.name !== 'Body') continue;
      clauses.push({ key: String(clauses.length), from, to: child.from + 1, body: child });
      started = false;
    }
    if (started || clauses.length === 0) throw new Unsayable();
    // A statement of one kind has one line, which needs no name.
    return clauses.length === 1 && node.name !== 'IfStatement' && this.known(node) !== null ? clauses.map((clause) => ({ ...clause, key: '' })) : clauses;
  }

  simple(node: SyntaxNode): Piece {
    const made = this.simpleOrNull(node);
    if (made === null) throw new Unsayable();
    return made;
  }

  /** The statement without what stands below it. */
  compound(node: SyntaxNode, clauses: readonly Clause[]): Piece {
    const hats = this.hats(node);
    if (hats !== null) return hats;
    const known = this.known(node);
    if (known !== null) return known;
    return piece('clauses', { names: clauses.map(({ from, to }) => this.text.slice(from, to)) });
  }

  private of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private simpleOrNull(node: SyntaxNode): Piece | null {
    const children = childrenOf(node);
    const [first, second, third, ...more] = children;
    if (first === undefined) return null;
    if (PLAIN.has(node.name)) return piece('plain', { word: this.of(first) });
    switch (node.name) {
      case 'AssignStatement':
        if (first.name !== 'VariableName' || second?.name !== 'AssignOp' || third === undefined || more.length > 0) return null;
        return piece('set', { word: this.of(first), values: { value: this.values.read(third) } });
      case 'UpdateStatement':
        return this.change(children);
      case 'ScopeStatement': {
        const names = children.slice(1).filter(({ name }) => name !== ',');
        return first.name === 'global' ? piece('global', { word: names.map((each) => this.of(each)).join(', ') }) : null;
      }
      case 'ExpressionStatement':
        return first.name === 'CallExpression' && second === undefined ? this.called(first) : null;
      default:
        return null;
    }
  }

  private change([target, operator, value, ...more]: readonly SyntaxNode[]): Piece | null {
    if (target?.name !== 'VariableName' || operator === undefined || value === undefined || more.length > 0) return null;
    const word = this.of(operator);
    if (!['+=', '-=', '*=', '/='].includes(word)) return null;
    return piece('change', { word: this.of(target), names: [word], values: { value: this.values.read(value) } });
  }

  private called(call: SyntaxNode): Piece | null {
    const word = this.values.robotWord(call);
    if (word !== null) return piece('do', { word, ...this.values.argumentsOf(childrenOf(call)[1], word) });
    const [callee, list] = childrenOf(call);
    if (callee?.name !== 'VariableName') return null;
    const given = this.values.plainArguments(list);
    const name = this.of(callee);
    if (name === 'print') return piece('print', { values: this.values.numbered(given) });
    return given.length === 0 ? piece('call', { word: name }) : null;
  }

  private known(node: SyntaxNode): Piece | null {
    const children = childrenOf(node);
    switch (node.name) {
      case 'IfStatement':
        return this.chosen(children);
      case 'WhileStatement': {
        const [, condition, body, ...more] = children;
        if (condition === undefined || body?.name !== 'Body' || more.length > 0) return null;
        if (condition.name === 'Boolean' && this.of(condition) === 'True') return piece('forever');
        return piece('while', { values: { condition: this.values.read(condition) } });
      }
      case 'ForStatement':
        return this.repeated(children);
      case 'FunctionDefinition': {
        const signature = this.signature(children);
        return signature === null ? null : piece('define', { word: signature.name, names: signature.argument === undefined ? [] : [signature.argument] });
      }
      default:
        return null;
    }
  }

  private chosen(children: readonly SyntaxNode[]): Piece | null {
    const names: string[] = [];
    const values: Record<string, Piece> = {};
    for (let place = 0; place < children.length; ) {
      const [word, condition, body] = [children[place], children[place + 1], children[place + 2]];
      if (word === undefined || condition === undefined) return null;
      if (word.name === 'else') {
        if (condition.name !== 'Body') return null;
        place += 2;
      } else {
        if (body?.name !== 'Body' || (word.name !== 'if' && word.name !== 'elif')) return null;
        values[String(names.length)] = this.values.read(condition);
        place += 3;
      }
      names.push(word.name);
    }
    return piece('if', { names, values });
  }

  private repeated([word, target, inside, over, body, ...more]: readonly SyntaxNode[]): Piece | null {
    if (word?.name !== 'for' || target?.name !== 'VariableName' || inside?.name !== 'in') return null;
    if (over === undefined || body?.name !== 'Body' || more.length > 0) return null;
    const name = this.of(target);
    const times = this.rangeOf(over);
    if (times === null) return piece('each', { word: name, values: { list: this.values.read(over) } });
    return name === '_' ? piece('repeat', { values: { times } }) : piece('count', { word: name, values: { times } });
  }

  private rangeOf(call: SyntaxNode): Piece | null {
    const [callee, list] = childrenOf(call);
    if (call.name !== 'CallExpression' || callee === undefined || this.of(callee) !== 'range') return null;
    const inside = list === undefined ? [] : childrenOf(list).slice(1, -1);
    return inside.length === 1 && inside[0] !== undefined ? this.values.read(inside[0]) : null;
  }

  private signature(children: readonly SyntaxNode[]): { name: string; argument?: string } | null {
    const [word, name, list, body] = children;
    if (word?.name !== 'def' || name === undefined || list?.name !== 'ParamList' || body?.name !== 'Body') return null;
    const [argument, ...more] = childrenOf(list).slice(1, -1);
    if (more.length > 0 || (argument !== undefined && argument.name !== 'VariableName')) return null;
    return { name: this.of(name), ...(argument === undefined ? {} : { argument: this.of(argument) }) };
  }

  /** The events above a function, if they are all known; null otherwise. */
  private hats(node: SyntaxNode): Piece | null {
    if (node.name !== 'DecoratedStatement') return null;
    const children = childrenOf(node);
    const definition = children.at(-1);
    const signature = definition?.name === 'FunctionDefinition' ? this.signature(childrenOf(definition)) : null;
    if (signature === null) return null;
    const names: string[] = [];
    const values: Record<string, Piece> = {};
    for (const decorator of children.slice(0, -1)) {
      const hat = this.hat(decorator);
      if (hat === null) return null;
      if (hat.value !== undefined) values[String(names.length)] = hat.value;
      names.push(hat.word);
    }
    return piece('hat', { word: signature.name, names, values, argument: signature.argument });
  }

  private hat(decorator: SyntaxNode): { word: string; value?: Piece } | null {
    const children = childrenOf(decorator).filter(({ name }) => name !== '⚠');
    const named = children.filter(({ name }) => ['VariableName', 'PropertyName'].includes(name));
    const [owner, word, ...more] = named.map((each) => this.of(each));
    const verb = this.catalogue.verbs.get(word ?? '');
    if (owner !== 'robot' || verb?.hat !== true || more.length > 0) return null;
    const list = children.find(({ name }) => name === 'ArgList');
    if (verb.bare) return list === undefined ? { word: verb.name } : null;
    const first = verb.arguments[0]?.name ?? '';
    const given = list === undefined ? null : this.values.argumentsOf(list, verb.name);
    const value = given?.values[first];
    return value === undefined || Object.keys(given?.values ?? {}).length !== 1 ? null : { word: verb.name, value };
  }

  private hatClauses(node: SyntaxNode): Clause[] {
    const children = childrenOf(node);
    const definition = children.at(-1);
    const body = definition === undefined ? undefined : childrenOf(definition).find(({ name }) => name === 'Body');
    if (definition === undefined || body === undefined) throw new Unsayable();
    const rows = children.slice(0, -1).map((child, row) => ({ key: `row${row}`, from: child.from, to: this.trimmed(child), body: null }));
    return [...rows, { key: 'def', from: definition.from, to: body.from + 1, body }];
  }

  /** The end of a decorator without the comment and the line end that belong to its node. */
  private trimmed(decorator: SyntaxNode): number {
    return Math.max(...childrenOf(decorator).filter(({ name }) => ['ArgList', 'VariableName', 'PropertyName'].includes(name)).map(({ to }) => to));
  }

  /** The children of a statement, and those of the function or class below decorators. */
  flat(node: SyntaxNode): SyntaxNode[] {
    return childrenOf(node).flatMap((child) => (child.name === 'FunctionDefinition' || child.name === 'ClassDefinition' ? childrenOf(child) : [child]));
  }
}
