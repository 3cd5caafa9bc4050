import type { Words } from './en';
import { decimals, languageOfDates } from './numbers';

const decimal = decimals('de');
const sure = (confidence: number) => decimal(confidence, 2);
const busy = (call: string, line: number | null) => (line === null ? call : `Zeile ${line}, ${call}`);

export const timeline: Words['timeline'] = {
  door: 'Erzähl mir mehr',
  heading: 'Warum?',
  back: 'Zurück',
  waits: (recipe) => `Worauf „${recipe}“ wartet`,
  happened: 'Was geschehen ist, das Neueste zuerst',
  nothing: 'Noch nichts. Starte ein Rezept und zeig dem Roboter etwas.',
  save: 'Diesen Lauf speichern',
  saveExplained: 'Als Datei für „tjbot replay“: Darin steht, was bemerkt, getippt und getan wurde, kein Bild und kein Ton.',
  open: 'Gespeicherten Lauf öffnen …',
  opened: (recipe) => `Ein gespeicherter Lauf von ${recipe}`,
  live: 'Zurück zu dem, was jetzt geschieht',
  clock: (time) => time.toLocaleTimeString(languageOfDates(), { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  after: (seconds) => `${decimal(seconds, 1)} s`,
  sure,
  line: (line) => `Zeile ${line}`,
  call: (word) => `${word}()`,
  times: (count) => `${count} ×`,
  curve: (label) => `Wie sicher „${label}“ war`,
  curveInWords: (label, most, threshold, frames) =>
    `„${label}“ war höchstens ${sure(most)} sicher. Es braucht ${sure(threshold)}, ${frames}-mal hintereinander.`,
  needs: (threshold) => `braucht ${sure(threshold)}`,
  showLine: (line) => `Zeile ${line} im Rezept zeigen`,
  showPart: (part) => `Zeigen: ${part}`,
  noticed: {
    see: (label, confidence) => `„${label}“ wurde gesehen (${confidence}).`,
    hear: (label, confidence) => `„${label}“ wurde gehört (${confidence}).`,
    touch: (label, _sure) => `„${label}“ wurde gedrückt.`,
  },
  nearly: (label) => `„${label}“ wurde nicht bemerkt.`,
  did: (call, line, count) => `${line === null ? 'Das Rezept' : `Zeile ${line}`} wollte ${call}${count > 1 ? `, ${count}-mal` : ''}.`,
  byItself: 'Nichts, was bemerkt wurde, war der Grund dafür.',
  refused: (message) => `Es wurde nicht getan: ${message}`,
  waited: (call, line, seconds) => `Es kam ${decimal(seconds, 1)} s später: Das Rezept war noch beschäftigt mit ${busy(call, line)}.`,
  whyNot: {
    tooLow: (label, confidence, threshold) => `„${label}“ war ${sure(confidence)}; es braucht ${sure(threshold)}.`,
    tooShort: (frames, needed) => `Es war nur ${frames === 1 ? 'einmal' : `${frames}-mal`} hintereinander sicher genug; es braucht ${needed}.`,
    tooSoon: (seconds) => `Es kam zu schnell wieder: ${`${seconds}`.replace('.', ',')} s müssen dazwischen liegen.`,
    noRecipe: 'Es lief kein Rezept.',
    notAsked: 'Das Rezept, das läuft, fragt nicht danach.',
    busy: (call, line) => `Das Rezept war beschäftigt mit ${busy(call, line)}.`,
    nothingDone: 'Das Rezept hat dann nichts mit dem Roboter getan.',
  },
  standing: {
    now: 'Es wird gerade bemerkt.',
    off: (model) => `„${model}“ ist ausgeschaltet, deshalb sucht niemand danach.`,
    nobody: 'Gerade schaut und hört niemand danach: Schalte die Kamera ein, oder lass mich zuhören.',
    before: 'Es wurde vorhin bemerkt, jetzt nicht.',
    never: 'Es wurde noch nicht bemerkt.',
  },
  switchOn: (model) => `„${model}“ einschalten`,
  damaged: {
    message: 'Diese Datei ist kein gespeicherter Lauf, oder sie ist beschädigt.',
    hint: 'Wähle eine Datei, die mit .tjreplay endet und mit „Diesen Lauf speichern“ gespeichert wurde.',
  },
  newer: {
    message: 'Ein neueres TJBot hat diesen Lauf gespeichert.',
    hint: 'Bring diesen Roboter auf den neuesten Stand, um ihn zu öffnen.',
  },
  cannotSave: {
    message: 'Dieser Lauf lässt sich nicht speichern: Die Seite hat einen Teil davon verpasst.',
    hint: 'Starte das Rezept noch einmal, während diese Seite offen ist.',
  },
  parts: { arm: 'Arm', light: 'Licht', voice: 'Stimme' },
};
