import type { Words } from './en';
import { decimals } from './numbers';

const decimal = decimals('de');
const plain = (value: number) => decimal(value, 2).replace('-', '−');
const signed = (value: number) => `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), 3)}`;
/** In the middle of a sum: a number below 0 stands in brackets. */
const term = (value: number) => (value < 0 ? `(${plain(value)})` : plain(value));
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const lesson: Words['lesson'] = {
  door: 'Was steckt unter der Haube?',
  back: 'Zurück zum Lernen',
  intro: 'Mehr steckt nicht in mir, wenn ich lerne. Spiel damit: Du kannst nichts kaputtmachen.',
  troubles: {
    message: 'Was hier rechnet, konnte nicht geladen werden.',
    hint: 'Lade die Seite neu. Ist der Roboter noch eingeschaltet?',
  },

  tensors: {
    heading: 'Tensoren',
    what: 'Bilder, Geräusche und alles, was ich weiß, sind Gitter aus Zahlen: Tensoren. Ändere eine Zahl und schau, was herauskommt.',
    operation: 'Was soll mit A und B geschehen?',
    operations: {
      add: { name: 'A + B', sign: '+', what: 'Zahl für Zahl. Zähle zu allen Pixeln 20 dazu, und ein Bild wird heller.' },
      multiply: { name: 'A × B', sign: '×', what: 'Zahl für Zahl. Nimm alle Pixel mal 0,5, und ein Bild wird dunkler.' },
      matmul: { name: 'A · B', sign: '·', what: 'Jede Zeile von A mit jeder Spalte von B: malnehmen, dann zusammenzählen (matmul). Eine Zeile Eingaben, eine Spalte Gewichte: Das ist ein Neuron.' },
    },
    rows: (name) => `Zeilen von ${name}`,
    columns: (name) => `Spalten von ${name}`,
    number: (name, row, column) => `${name}, Zeile ${row}, Spalte ${column}`,
    result: 'Ergebnis',
    resultAt: (row, column, value) => `Ergebnis, Zeile ${row}, Spalte ${column}: ${value}`,
    resultWhy: 'Wähle eine Zahl des Ergebnisses und sieh, woher sie kommt.',
    sum: (pairs, sign, value) => `${pairs.map(([a, b]) => `${a} ${sign} ${b}`).join('  +  ')} = ${value}`,
    stretched: {
      first: 'A ist kleiner: Seine Zeile oder Spalte wird immer wieder benutzt, bis es passt.',
      second: 'B ist kleiner: Seine Zeile oder Spalte wird immer wieder benutzt, bis es passt.',
      both: 'Beide werden gestreckt: Die Zeile des einen und die Spalte des anderen werden immer wieder benutzt.',
    },
    unfit: 'Diese Formen passen nicht zusammen.',
    unfitRows: (first, second) => `A hat ${counted(first, 'Zeile', 'Zeilen')}, B hat ${second}: Manche Zahlen hätten keinen Partner.`,
    unfitColumns: (first, second) => `A hat ${counted(first, 'Spalte', 'Spalten')}, B hat ${second}: Manche Zahlen hätten keinen Partner.`,
    unfitInner: (first, second) =>
      `Eine Zeile von A hat ${counted(first, 'Zahl', 'Zahlen')}, eine Spalte von B hat ${second}. Es müssen gleich viele sein: Jede braucht einen Partner.`,
    transpose: 'Zeilen und Spalten von B vertauschen',
  },

  neuron: {
    heading: 'Ein Neuron',
    what: 'Es nimmt zwei Zahlen, nimmt jede mal ein Gewicht und zählt den Bias dazu. Über 0 sagt es Orange, darunter Blau. Schieb die Regler: Bring so viele Punkte wie möglich auf ihre Seite.',
    plot: (right, all) => `Blaue Punkte und orange Quadrate, und die Linie des Neurons. ${right} von ${all} liegen auf ihrer Seite.`,
    inputs: { first: 'Eingabe 1', second: 'Eingabe 2' },
    weights: { first: 'Gewicht 1', second: 'Gewicht 2', bias: 'Bias' },
    slope: 'Steigung',
    weight: plain,
    signed,
    loss: 'Wie falsch es liegt (Loss)',
    lossNumber: (value) => decimal(value, 3),
    right: (right, all) => `${right} von ${all} richtig`,
    best: { hand: (value) => `du: ${value}`, learned: (value) => `es: ${value}` },
    challenge: 'Schaffst du einen kleineren Loss als das Neuron selbst?',
    beaten: 'Du liegst vorn! Lass es weiterlernen: Holt es dich ein?',
    behind: 'Es liegt vorn. Kommst du von Hand tiefer?',
    step: 'Lass es einen Schritt lernen',
    on: 'Weiterlernen',
    stop: 'Anhalten',
    anew: 'Von vorn',
    arrived: 'Die Steigungen sind fast 0: Es ist unten im Tal angekommen.',
    how: 'Wie es lernt',
    howExplained: 'Die Steigung sagt, wie sich der Loss ändert, wenn ein Gewicht wächst. Also geht jedes Gewicht einen Schritt bergab, 1 × seine Steigung in die andere Richtung:',
    rule: (name, weight, rate, slope) => `${name} neu = ${plain(weight)} − ${rate} × ${term(slope)} = ${plain(weight - rate * slope)}`,
    slopeExplained: 'Die Steigung eines Gewichts ist der Mittelwert, über alle Punkte, von (Antwort − Wahrheit) × Eingabe. Die Wahrheit ist 1 für Orange und 0 für Blau; die Eingabe des Bias ist immer 1.',
    dot: 'Ein Punkt, Schritt für Schritt',
    dotNext: 'Nächster Punkt',
    kinds: ['blau', 'orange'],
    dotSum: (weights, x, y, sum) =>
      `${plain(weights.first)} × ${term(x)} + ${term(weights.second)} × ${term(y)} + ${term(weights.bias)} = ${plain(sum)}`,
    dotAnswer: (answer) => `Zwischen 0 und 1 gequetscht ist das die Antwort: ${decimal(answer, 2)}. Es ist sich zu ${Math.round(100 * answer)} % sicher, dass der Punkt orange ist.`,
    dotLoss: (kind, sure, loss) => `Er ist ${kind}: −log(${decimal(sure, 2)}) = ${decimal(loss, 2)}. Das ist der Anteil dieses Punkts am Loss.`,
  },

  network: {
    heading: 'Ein Netz',
    what: 'Orange liegt als Ring um Blau: Eine gerade Linie kann sie nicht trennen. Also ziehen mehrere Neuronen je eine Linie (gestrichelt), und ein weiteres fasst ihre Antworten zusammen.',
    plot: (right, all) => `Blaue Punkte in der Mitte eines Rings aus orangen Quadraten; der Hintergrund zeigt die Antwort des Netzes. ${right} von ${all} sind richtig.`,
    diagram: (units) => `2 Eingaben, ${counted(units, 'verstecktes Neuron', 'versteckte Neuronen')}, 1 Antwort; dicke Linien sind große Gewichte`,
    hidden: 'Versteckte Neuronen',
    learn: 'Lernen',
    stop: 'Anhalten',
    anew: 'Von vorn',
    loading: 'TensorFlow.js wird geladen …',
    round: (round) => counted(round, 'Runde', 'Runden'),
    loss: (loss) => `Loss ${decimal(loss, 3)}`,
    right: (right, all) => `${right} von ${all} richtig`,
    few: 'Mit ein oder zwei Neuronen können die Linien keinen Ring schließen. Wie viele braucht es?',
    weights: (count) => `${count} Gewichte zu lernen. Das Netz, das deine Bilder ansieht, hat mehr als 4 Millionen.`,
  },
};
