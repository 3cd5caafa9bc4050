/** The words of the lesson on what is under the bonnet. */
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
const plain = (value: number) => value.toFixed(2).replace('-', '−');
/** In the middle of a sum: a number below 0 stands in brackets. */
const term = (value: number) => (value < 0 ? `(${plain(value)})` : plain(value));
const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

export const lesson = {
  door: 'What is under the bonnet?',
  back: 'Back to teaching',
  intro: 'This is all there is inside me when I learn. Play with it: nothing can break.',
  troubles: {
    message: 'What computes here could not be loaded.',
    hint: 'Reload the page. Is the robot still switched on?',
  },

  tensors: {
    heading: 'Tensors',
    what: 'Pictures, sounds and all that I know are grids of numbers: tensors. Change a number and see what comes out.',
    operation: 'What shall be done with A and B?',
    operations: {
      add: { name: 'A + B', sign: '+', what: 'Number by number. Add 20 to all pixels, and a picture gets brighter.' },
      multiply: { name: 'A × B', sign: '×', what: 'Number by number. Multiply all pixels by 0.5, and a picture gets darker.' },
      matmul: { name: 'A · B', sign: '·', what: 'Each row of A with each column of B: multiply, then add up (matmul). A row of inputs, a column of weights: that is a neuron.' },
    },
    rows: (name: string) => `Rows of ${name}`,
    columns: (name: string) => `Columns of ${name}`,
    number: (name: string, row: number, column: number) => `${name}, row ${row}, column ${column}`,
    result: 'Result',
    resultAt: (row: number, column: number, value: string) => `Result, row ${row}, column ${column}: ${value}`,
    resultWhy: 'Choose a number of the result to see where it comes from.',
    /** How a number of the result is made up of pairs of one of A and one of B. */
    sum: (pairs: readonly (readonly [string, string])[], sign: string, value: string) => `${pairs.map(([a, b]) => `${a} ${sign} ${b}`).join('  +  ')} = ${value}`,
    stretched: {
      first: 'A is smaller: its row or column is used again and again until it fits.',
      second: 'B is smaller: its row or column is used again and again until it fits.',
      both: 'Both are stretched: the row of one and the column of the other are used again and again.',
    },
    unfit: 'These shapes do not fit.',
    unfitRows: (first: number, second: number) => `A has ${counted(first, 'row')}, B has ${second}: some numbers would have no partner.`,
    unfitColumns: (first: number, second: number) => `A has ${counted(first, 'column')}, B has ${second}: some numbers would have no partner.`,
    unfitInner: (first: number, second: number) =>
      `A row of A has ${counted(first, 'number')}, a column of B has ${second}. They have to be equally many: each needs a partner.`,
    transpose: 'Swap rows and columns of B',
  },

  neuron: {
    heading: 'One neuron',
    what: 'It takes two numbers, multiplies each by a weight, and adds a bias. Above 0 it says orange, below blue. Move the sliders: get as many dots as you can on their own side.',
    plot: (right: number, all: number) => `Blue dots and orange squares, and the neuron’s line. ${right} of ${all} lie on their own side.`,
    inputs: { first: 'input 1', second: 'input 2' },
    weights: { first: 'weight 1', second: 'weight 2', bias: 'bias' },
    slope: 'slope',
    weight: plain,
    signed,
    loss: 'How wrong it is (loss)',
    lossNumber: (value: number) => value.toFixed(3),
    right: (right: number, all: number) => `${right} of ${all} right`,
    best: { hand: (value: string) => `you: ${value}`, learned: (value: string) => `it: ${value}` },
    challenge: 'Can you get the loss lower than it does?',
    beaten: 'You are ahead! Let it learn on: can it catch up?',
    behind: 'It is ahead. Can you get lower by hand?',
    step: 'Let it learn one step',
    on: 'Learn on',
    stop: 'Stop',
    anew: 'Start anew',
    arrived: 'The slopes are almost 0: it has reached the bottom of the valley.',
    how: 'How it learns',
    howExplained: 'The slope says how the loss changes when a weight grows. So each weight goes a step downhill, 1 × its slope the other way:',
    rule: (name: string, weight: number, rate: number, slope: number) =>
      `new ${name} = ${plain(weight)} − ${rate} × ${term(slope)} = ${plain(weight - rate * slope)}`,
    slopeExplained: 'The slope of a weight is the mean, over all dots, of (answer − truth) × input. The truth is 1 for orange and 0 for blue; the bias’s input is always 1.',
    dot: 'One dot, step by step',
    dotNext: 'Next dot',
    kinds: ['blue', 'orange'] as [string, string],
    dotSum: (weights: { first: number; second: number; bias: number }, x: number, y: number, sum: number) =>
      `${plain(weights.first)} × ${term(x)} + ${term(weights.second)} × ${term(y)} + ${term(weights.bias)} = ${plain(sum)}`,
    dotAnswer: (answer: number) => `Squashed between 0 and 1 that is the answer: ${answer.toFixed(2)}. It is ${Math.round(100 * answer)} % sure of orange.`,
    dotLoss: (kind: string, sure: number, loss: number) => `It is ${kind}: −log(${sure.toFixed(2)}) = ${loss.toFixed(2)}. That is this dot’s part of the loss.`,
  },

  network: {
    heading: 'A network',
    what: 'Orange lies in a ring around blue: one straight line can not part them. So some neurons draw a line each (dashed), and one more joins their answers.',
    plot: (right: number, all: number) => `Blue dots in the middle of a ring of orange squares; the background shows the network’s answer. ${right} of ${all} are right.`,
    diagram: (units: number) => `2 inputs, ${counted(units, 'hidden neuron')}, 1 answer; thick lines are large weights`,
    hidden: 'Hidden neurons',
    learn: 'Learn',
    stop: 'Stop',
    anew: 'Start anew',
    loading: 'TensorFlow.js is being loaded …',
    round: (round: number) => counted(round, 'round'),
    loss: (loss: number) => `loss ${loss.toFixed(3)}`,
    right: (right: number, all: number) => `${right} of ${all} right`,
    few: 'With one or two neurons the lines can not close a ring. How many does it need?',
    weights: (count: number) => `${count} weights to learn. The network that looks at your pictures has more than 4 million.`,
  },
};
