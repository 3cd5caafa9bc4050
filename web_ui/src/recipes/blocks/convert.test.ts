import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { FIXED, wordsOf } from '../words';
import { catalogueOf } from './catalogue';
import { piece, within, type Piece, type Program } from './piece';
import { chance, madeProgram, one } from './made_up.fixture';
import { read } from './read';
import { chained, piecesOf, stacksOf } from './state';
import { supply } from './supply';
import { write } from './write';

// A machine that tests much at once is slow.
vi.setConfig({ testTimeout: 60_000 });

const number = (name: string) => ({ name, unit: 'number', default: 1 });
const color = { name: 'color', unit: 'color', required: true };
const parts = [
  { name: 'arm', summary: '', actions: [{ name: 'wave', summary: 'Waves.', arguments: [number('times')] }, { name: 'point', summary: '', arguments: [{ name: 'angle', unit: 'degrees', required: true }, number('seconds')] }] },
  { name: 'light', summary: '', actions: [{ name: 'shine', summary: 'Shines.', arguments: [color] }, { name: 'blink', summary: 'Blinks.', arguments: [color, number('times'), number('seconds')] }] },
  { name: 'voice', summary: '', actions: [{ name: 'say', summary: 'Says.', arguments: [{ name: 'text', unit: 'text', required: true }] }] },
];
const catalogue = catalogueOf(wordsOf({ parts }), { see: ['open hand'], hear: ['clap'], touch: ['button'] }, []);
const GALLERY = new URL('../../../../recipes/', import.meta.url);
const recipes = readdirSync(GALLERY).filter((name) => name.endsWith('.py')).map((name) => [name, readFileSync(new URL(name, GALLERY), 'utf8')] as const);
const waveBack = new Map(recipes).get('wave_back.py') ?? '';

/** As Blockly would have it and give it back. */
function throughBlocks(program: Program): Program {
  const pieces = stacksOf(program.pieces).flatMap((stack) => {
    const state = chained(stack, catalogue);
    return state === undefined ? [] : piecesOf(JSON.parse(JSON.stringify(state)));
  });
  return { ...program, pieces };
}

function there(text: string): string {
  return write(throughBlocks(read(text, catalogue)), catalogue).text;
}

/** Without what it was read from: all is written anew. */
function bare(one: Piece): Piece {
  const { kind, word, names, argument, values, bodies } = one;
  const inner = Object.fromEntries(Object.entries(values).map(([slot, value]) => [slot, bare(value)]));
  return { kind, word, names: [...names], ...(argument === undefined ? {} : { argument }), values: inner, bodies: bodies.map((body) => body.map(bare)) };
}

/** Brackets round mere text belong to it once it was read again, and `pass` alone is nothing. */
function alike(one: Piece): Piece {
  const again = JSON.stringify(bare(one), (key, value: unknown) => {
    const { kind, word } = (value ?? {}) as Partial<Piece>;
    if (key === 'bodies') return (value as Piece[][]).map((body) => (body.length === 1 && body[0]?.word === 'pass' ? [] : body));
    return kind === 'python_value' ? { kind, word: word?.replace(/^\((.*)\)$/s, '$1') } : value;
  });
  return JSON.parse(again) as Piece;
}

function renew(program: Program): Program {
  return { ...program, pieces: program.pieces.map(bare), tail: '' };
}

/** What Python makes of texts; null where it is none. */
function understood(texts: readonly string[]): (string | null)[] {
  const code = 'import ast,json,sys\ndef d(t):\n try: return ast.dump(ast.parse(t))\n except (SyntaxError, ValueError): return None\nprint(json.dumps([d(t) for t in json.load(sys.stdin)]))';
  const { stdout } = spawnSync('python3', ['-W', 'ignore', '-c', code], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as (string | null)[];
}

function changed(pieces: readonly Piece[], change: (one: Piece) => Piece | null): Piece[] {
  return pieces.flatMap((each) => {
    const values = Object.fromEntries(Object.entries(each.values).flatMap(([slot, value]) => changed([value], change).map((next) => [slot, next])));
    const next = change({ ...each, values, bodies: each.bodies.map((body) => changed(body, change)) });
    return next === null ? [] : [next];
  });
}

describe('a text that nobody changed', () => {
  test.each(recipes)('%s is given back to the letter', (_, text) => {
    const program = read(text, catalogue);
    expect(program.broken).toBe(false);
    expect(program.pieces.length).toBeGreaterThan(1);
    expect(there(text)).toBe(text);
    expect(there(text.replaceAll('\n', '\r\n'))).toBe(text.replaceAll('\n', '\r\n'));
    expect(there(text.replaceAll('    ', '\t'))).toBe(text.replaceAll('    ', '\t'));
    expect(there(text.trimEnd())).toBe(text.trimEnd());
  });

  test.each([
    ['nothing', ''],
    ['blank lines', '\n\n  \n'],
    ['only a comment', '# so\n'],
    ['a mark at its beginning', '\ufeffrobot.wave()\n'],
    ['brackets that do not close', 'robot.shine("red"\n\nrobot.wave()\n'],
    ['a function without a body', 'def f():\n\nrobot.wave()\n'],
    ['wrong indentation', 'if x:\n    a()\n  b()\n   c()\n'],
    ['several on a line', 'a(); b()\nif x: c(); d()\nwhile True: robot.wave()  # on\n'],
    ['lines that go on', 'x = 1 + \\\n    2\nrobot.say("a"\n  "b")  # c\n'],
    ['comments everywhere', '#!x\n"""d"""  # e\nfrom tjbot import robot  # f\n\n# g\n\n# h\n@robot.when_sees("a")  # i\n# j\n@robot.at_start\n  # k\ndef f():  # l\n    # m\n\n    robot.wave()  # n\n    # o\n  # p\n\n# q\nelse_ = 1\n# r'],
    ['old Macs', 'if x:\r  a()\rb()\r'],
    ['texts over lines', 'def f():\n  x = """\na\n  b"""\n  """c\n"""\n'],
    ['what only later Pythons know', 'match x:\n    case 1:\n        a()\n    case _:\n        b()\ntype X = int\n'],
    ['classes and tries', 'class A(B):\n    x = 1\n    def f(self, a=1, *b): pass\ntry:\n    a()\nexcept* E as e:\n    b()\nelse:\n    c()\nfinally:\n    d()\nwith a as b, c:\n    pass\nfor x in y:\n    z()\nelse:\n    w()\nasync def q():\n    await r()\n'],
    ['an old print', 'print "x"\nexec "y"\n'],
    ['NUL and others', 'robot.say("\u0000\u2028")\u000c\n\u000cx = 1\n'],
  ])('%s', (_, text) => {
    expect(there(text)).toBe(text);
  });

  test('whatever happened to it', () => {
    const random = chance(9);
    const signs = [...'\n\n\r\t  ()[]{}"\'#:@.,=+\\\u0000ü🙂', '"""', 'if ', 'else:', 'def f():', '    ', 'robot.', '\r\n'];
    for (let round = 0; round < 500; round++) {
      let [, text] = one(recipes, random);
      for (let times = 1 + random() * 6; times > 0; times--) {
        const [from, length] = [Math.floor(random() * text.length), Math.floor(random() ** 4 * 60)];
        text = text.slice(0, from) + (random() < 0.6 ? one(signs, random) : '') + text.slice(from + length);
      }
      if (there(text) !== text) expect.fail(JSON.stringify(text));
    }
  });

  test('noise', () => {
    const random = chance(10);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: random() * 80 }, () => String.fromCharCode(random() < 0.8 ? random() * 128 : random() * 65536)).join('');
      if (there(text) !== text) expect.fail(JSON.stringify(text));
    }
  });

  test('however long', () => {
    const text = Array.from({ length: 3400 }, (_, line) => `robot.say("This is line ${line}")\n`).join('');
    expect(text.length).toBeGreaterThan(100_000);
    expect(write(read(text, catalogue), catalogue).text).toBe(text);
  });
});

describe('made-up blocks', () => {
  const random = chance(11);
  const programs = Array.from({ length: 250 }, () => madeProgram(random));
  const texts = programs.map((pieces) => write({ pieces, tail: '', newline: '\n', broken: false }, catalogue).text);

  test('become Python and the same blocks again', () => {
    programs.forEach((pieces, place) => {
      const text = texts[place] ?? '';
      const again = read(text, catalogue);
      expect(again.pieces.map(alike), text).toEqual(pieces.map(alike));
      expect(write(renew(throughBlocks(again)), catalogue).text).toBe(text);
    });
  });

  test('become what Python understands', () => {
    const misunderstood = understood(texts).flatMap((tree, place) => (tree === null ? [texts[place]] : []));
    expect(misunderstood).toEqual([]);
  });
});

test('a recipe that is written anew means the same to Python', () => {
  const anew = recipes.map(([, text]) => write(renew(read(text, catalogue)), catalogue).text);
  const [before, after] = [understood(recipes.map(([, text]) => text)), understood(anew)];
  recipes.forEach(([name], place) => expect(after[place], `${name}\n${anew[place]}`).toBe(before[place]));
});

describe('a change', () => {
  const text = '"""Doc. Level 1."""\n\nfrom tjbot import robot\n\n\n# above\n@robot.when_sees( \'open hand\' )\ndef greet():   # why\n\n  robot.shine( \'green\' )  # bright\n  # between\n  robot.wave(times = 2)\n';
  const program = read(text, catalogue);

  test('of a color leaves every other letter as it was', () => {
    const pieces = changed(program.pieces, (each) => (each.word === 'green' ? { ...each, word: 'Füße "rot"' } : each));
    expect(write({ ...program, pieces }, catalogue).text).toBe(text.replace("robot.shine( 'green' )", `robot.shine('Füße "rot"')`));
  });

  test('that is taken back leaves none', () => {
    const there = changed(program.pieces, (each) => (each.word === 'greet' ? { ...each, word: 'hi' } : each));
    expect(write({ ...program, pieces: there }, catalogue).text).toContain('def hi():   # why');
    const back = changed(there, (each) => (each.word === 'hi' ? { ...each, word: 'greet' } : each));
    expect(write({ ...program, pieces: back }, catalogue).text).toBe(text);
  });

  test('takes away a block and nothing else', () => {
    const pieces = changed(program.pieces, (each) => (each.word === 'wave' ? null : each));
    expect(write({ ...program, pieces }, catalogue).text).toBe(text.replace('  robot.wave(times = 2)\n', ''));
    const none = changed(pieces, (each) => (each.kind === 'do' ? null : each));
    expect(write({ ...program, pieces: none }, catalogue).text).toMatch(/# why\n {2}# between\n {2}pass\n$/);
  });

  test('moves a block into another, with its comment and its own lines in it', () => {
    const source = 'x = 1\nif x:\n\trobot.say("""a\nb""")  # c\nrobot.wave()\n';
    const { pieces, ...rest } = read(source, catalogue);
    const [first, second] = [pieces[0], pieces[1]];
    if (first === undefined || second === undefined) throw new Error('There are three.');
    const loop = piece('forever', { bodies: [[second]] });
    expect(write({ ...rest, pieces: [first, loop] }, catalogue).text).toBe('x = 1\nwhile True:\n    if x:\n    \trobot.say("""a\nb""")  # c\n');
  });

  test('adds a function two lines below the others, with what it needs', () => {
    const { pieces, ...rest } = read('robot.wave()\ncount = 0\n', catalogue);
    const again = piece('change', { word: 'count', names: ['+='], values: { value: piece('random', { word: 'randint', values: { '0': piece('number', { word: '1' }), '1': piece('number', { word: '6' }) } }) } });
    const hat = piece('hat', { word: 'go', names: ['when_sees'], values: { '0': piece('text', { word: 'fist' }) }, bodies: [[again]] });
    const made = write(supply({ ...rest, pieces: [...pieces, hat] }), catalogue).text;
    expect(made).toBe(
      'import random\n\nfrom tjbot import robot\n\nrobot.wave()\ncount = 0\n\n\n@robot.when_sees("fist")\ndef go():\n    global count\n    count += random.randint(1, 6)\n',
    );
    expect(write(supply(read(made, catalogue)), catalogue).text).toBe(made);
  });
});

test('a new function gets a name of its own', () => {
  const program = read('def go():\n    robot.wave()\n', catalogue);
  const again = piece('hat', { word: 'go', names: ['at_start'], bodies: [[]] });
  const text = write(supply({ ...program, pieces: [...program.pieces, again, again] }), catalogue).text;
  expect(text.match(/def \w+/g)).toEqual(['def go', 'def go_2', 'def go_3']);
});

test('what this robot lacks is kept', () => {
  const program = read('robot.fly(3, how="high")\n@robot.when_smells("x")\ndef f():\n    robot.wave()\n', catalogue);
  expect(program.pieces.map(({ kind, word }) => [kind, word])).toEqual([['do', 'fly'], ['clauses', '']]);
  const none = catalogueOf(FIXED, { see: [], hear: [], touch: [] }, []);
  expect(write(read(waveBack, none), none).text).toBe(waveBack);
});

test('most of the gallery can be said with blocks', () => {
  const pieces = recipes.flatMap(([, text]) => read(text, catalogue).pieces.flatMap((each) => [...within(each)]));
  const asText = pieces.filter(({ kind }) => kind === 'python');
  expect(asText.length / pieces.length).toBeLessThan(0.03);
});
