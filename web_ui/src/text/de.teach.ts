import type { Words } from './en';
import { decimals, languageOfDates } from './numbers';

const decimal = decimals('de');

function samplesIn(pictures: number, sounds: number, samples: number): string {
  if (pictures > 0) return pictures === 1 ? '1 Bild' : `${pictures} Bilder`;
  if (sounds > 0) return sounds === 1 ? '1 Geräusch' : `${sounds} Geräusche`;
  return samples === 1 ? '1 Beispiel' : `${samples} Beispiele`;
}

function momentOf(when: Date): string {
  return when.toLocaleString(languageOfDates(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

export const teach: Words['teach'] = {
  door: 'Bring mir … bei',
  back: 'Zurück zum Roboter',
  show: 'Zeigen',
  learn: 'Lernen',
  check: 'Prüfen',

  choose: 'Was soll ich unterscheiden lernen?',
  kinds: {
    pictures: { name: 'Bilder', what: 'Zeig mir Dinge: eine Banane, einen Apfel, einen leeren Tisch.' },
    hands: { name: 'Hände', what: 'Zeig mir Zeichen, die du mit der Hand machst.' },
    movements: { name: 'Bewegungen', what: 'Zeig mir, wie sich deine Hand bewegt: ein Zickzack, ein Häkchen, „komm her“.' },
    sounds: { name: 'Geräusche', what: 'Lass mich eine Klingel, ein Schnipsen, ein Wort hören.' },
    numbers: { name: 'Zahlen', what: 'Gib mir eine Tabelle: Blütenblätter und ihre Längen, oder was ein Sensor gemessen hat.' },
  },
  mine: 'Was ich in diesem Browser gelernt habe',
  right: (part) => `${Math.round(100 * part)} von 100 richtig`,
  untaught: 'noch nicht gelernt',
  others: 'Ein anderes Projekt',

  firstClasses: ['Erstes Ding', 'Zweites Ding'],
  class: (number) => `Ding ${number}`,
  nothing: 'Nenn eine Klasse „nothing“ für alles, was nicht zählen soll: einen leeren Tisch, oder den Raum.',
  addClass: 'Klasse hinzufügen',
  className: 'Wie heißt es?',
  removeClass: 'Wegwerfen',
  projectName: 'Name des Projekts',
  remove: 'Wegwerfen',
  removeReally: 'Wirklich alles davon wegwerfen?',
  yes: 'Ja, wegwerfen',
  no: 'Behalten',

  hold: 'Halten für Bilder',
  taking: 'Ich nehme auf …',
  timer: 'Timer',
  timerExplained: 'Zählt 3, 2, 1 und nimmt dann 20 Bilder auf',
  files: 'Dateien …',
  play: (number, name) => `Beispiel ${number} von „${name}“ abspielen`,
  playWrong: (is, said) => `„${is}“ abspielen, für „${said}“ gehalten`,
  noCamera: 'Drück „Kamera an“ unter „Ich sehe“, oder nimm Bilddateien.',
  count: (count) => (count === 1 ? '1 Beispiel' : `${count} Beispiele`),
  forget: (number, name) => `Beispiel ${number} von „${name}“ wegwerfen`,
  samplesOf: (name) => `Beispiele von „${name}“; ein Klick wirft eins weg`,
  more: (count) => `und noch ${count}`,
  loading: 'Was die Beispiele ansieht, wird geladen',

  ways: {
    label: 'Wie soll ich lernen?',
    upon: { name: 'Auf meinem Wissen aufbauen', what: 'Mein Netz wurde mit mehr als einer Million Bildern trainiert. Nur die letzte Schicht ist neu.' },
    scratch: { name: 'Ganz von vorn', what: 'Ich beginne mit Zufallszahlen und kenne nur deine Beispiele, jedes 32 × 32 Pixel groß.' },
  },
  compared: 'Beide Wege, mit denselben Beispielen',
  train: 'Trainieren',
  trainAgain: 'Noch einmal trainieren',
  stopTraining: 'Das reicht',
  epoch: (epoch, epochs) => `Runde ${epoch} von ${epochs}`,
  curves: { right: 'Wie viel richtig ist', loss: 'Wie weit daneben (Loss)' },
  curve: { learned: 'woraus es lernt', heldBack: 'was es nie gesehen hat' },
  trained: (samples, seconds) => `Aus ${samples} Beispielen gelernt, in ${seconds} s. Halt etwas vor die Kamera: Die Balken unter „Ich sehe“ sind die Antworten.`,
  stale: 'Du hast seitdem etwas geändert. Trainiere noch einmal, damit ich es auch weiß.',
  before: 'Zeig mir Beispiele von mindestens zwei Klassen. Drück dann auf Trainieren.',

  accuracy: (right, all) => `${right} von ${all} richtig`,
  accuracyExplained: 'Ein Fünftel deiner Beispiele habe ich zurückbehalten und nicht aus ihnen gelernt. So gut war ich bei denen.',
  noHeldBack: 'Zeig mir mindestens 5 Beispiele einer Klasse. Dann behalte ich ein Fünftel davon für einen Test zurück.',
  confusion: 'Wofür ich jedes gehalten habe',
  isRow: 'es ist',
  saidColumn: 'ich sagte',
  wrong: 'Bei denen lag ich falsch',
  wrongOne: (is, said) => `„${is}“, für „${said}“ gehalten`,
  noneWrong: 'Keins falsch. Probier schwierigere: anderes Licht, andere Leute, andere Hintergründe.',
  use: 'Benutzen',
  recipe: (label, sense) => `@robot.when_${sense}("${label}")`,
  recipeExplained: 'In einem Rezept:',
  map: 'Eine Karte aller Beispiele',
  mapExplained: 'Was für mich ähnlich aussieht, liegt beieinander. Wo sich Farben mischen, verwechsle ich etwas.',
  drawMap: 'Karte zeichnen',

  bring: 'Datei öffnen …',
  bringExplained: 'Ein Projekt, das Zip eines Modells, ein Export von Teachable Machine, oder ein Zip mit Bildern, ein Ordner je Klasse.',
  onRobot: 'Modelle auf dem Roboter',
  onRobotExplained: 'Was andere beigebracht haben. Öffne eins, um es in diesem Browser zu benutzen.',
  removeFromRobot: (name) => `„${name}“ vom Roboter löschen`,
  size: (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${decimal(bytes / 1e6, 1)} MB`),
  signature: {
    author: 'Wer hat es gemacht?',
    example: 'ein Vorname, oder eure Klasse',
    licence: 'Dürfen andere es benutzen?',
    licences: { '': 'Nein, wir behalten es für uns', 'CC0-1.0': 'Ja, alle dürfen (CC0)', 'CC-BY-4.0': 'Ja, mit unserem Namen (CC BY 4.0)' },
    nameless: 'Mit welchem Namen? Schreib oben hin, wer es gemacht hat.',
  },
  keep: {
    button: 'Beispiele auf dem Roboter aufheben',
    heading: 'Projekte auf dem Roboter',
    listed: 'Ihre Bilder und Geräusche liegen auf dem Roboter, bis jemand sie löscht. Öffne eins, um in diesem Browser damit weiterzumachen.',
    really: (pictures, sounds, samples) => `Dann ${samples === 1 ? 'liegt' : 'liegen'} ${samplesIn(pictures, sounds, samples)} auf dem Roboter.`,
    explained: 'Jede Seite dieses Roboters kann sie öffnen. Sie bleiben, bis jemand sie löscht: „Ein anderes Projekt“, dann ✕.',
    there: (name, samples, when) => `„${name}“ gibt es dort schon, mit ${samples} ${samples === 1 ? 'Beispiel' : 'Beispielen'}, gespeichert am ${momentOf(when)}.`,
    when: momentOf,
    save: 'Dort speichern',
    replace: 'Ersetzen, was dort ist',
    beside: 'Daneben speichern',
    cancel: 'Nichts speichern',
    saved: (name, count) => `„${name}“ liegt jetzt auf dem Roboter, mit ${count} ${count === 1 ? 'Beispiel' : 'Beispielen'}. Löschen kannst du es unter „Ein anderes Projekt“.`,
    remove: (name) => `Das Projekt „${name}“ vom Roboter löschen`,
    removeReally: 'Es und seine Beispiele vom Roboter löschen? Was dieser Browser davon hat, bleibt.',
    yes: 'Ja, löschen',
  },
  share: {
    model: 'Das Modell, zum Benutzen',
    modelExplained: 'Was ich gelernt habe, ohne deine Beispiele.',
    onRobot: 'Das Modell dem Roboter geben',
    webPage: 'Eine Webseite daraus machen',
    project: 'Das Projekt, zum Weitermachen',
    projectExplained: (samples, taught) => `Alle Beispiele (${samples})${taught ? ' und das Modell' : ''}, für einen anderen Tag oder einen anderen Computer.`,
    file: 'Das Projekt als Datei speichern',
    savedOnRobot: (name) => `„${name}“ wohnt jetzt auf dem Roboter: Jede seiner Seiten kann es laden. Keins deiner Beispiele ist mitgegangen.`,
    savedFile: (count) => `Gespeichert, mit ${count} ${count === 1 ? 'Beispiel' : 'Beispielen'}. Öffnen kannst du es auf jeder TJBot-Seite.`,
    savedPage: 'Gespeichert: ein Ordner, den einfaches TensorFlow.js lädt. Seine index.html zeigt, wie.',
    looking: 'Ich suche zuerst nach Gesichtern und Papieren …',
    faces: (count) => (count === 1 ? 'Auf 1 Beispiel ist ein Gesicht.' : `Auf ${count} Beispielen sind Gesichter.`),
    facesExplained: 'Frag die, deren Gesichter es sind.',
    print: (count) =>
      count === 1 ? 'Auf 1 Beispiel scheint etwas Gedrucktes zu sein (ein Brief, ein Zeugnis, ein Ausweis?).' : `Auf ${count} Beispielen scheint etwas Gedrucktes zu sein (Briefe, Zeugnisse, Ausweise?).`,
    printExplained: 'Dort kann man Namen und Noten lesen.',
    askedExplained: 'Darf das sehen, wer die Datei bekommt? Bisher wurde nichts irgendwohin geschickt.',
    more: (count) => `und noch ${count}`,
    without: 'Weglassen',
    along: 'Sie dürfen mit',
    cancel: 'Nichts speichern',
  },

  brought: 'Ich benutze es schon. Zeig mir Beispiele von dir, und es lernt weiter.',
  base: (name) => `„${name}“ kam von woanders und lernt aus deinen Beispielen weiter.`,
  frozen: (layers) => (layers === 1 ? 'Alles außer der letzten Schicht einfrieren' : `Alles außer den letzten ${layers} Schichten einfrieren`),
  lookingAtSamples: 'Die Beispiele werden angesehen',
  beforeTuning: (right, all) => `Vorher waren ${right} von ${all} richtig.`,
  numbers: {
    heading: 'Ich messe',
    noSensors: 'Der Roboter misst gerade nichts.',
    begin: 'Öffne eine Tabelle mit einer Zeile für jedes Ding und seiner Klasse in der letzten Spalte, oder beginne mit den Schwertlilien.',
    open: 'Tabelle öffnen (CSV) …',
    irises: 'Die Schwertlilien',
    irisColumns: ['Kelchblattlänge', 'Kelchblattbreite', 'Blütenblattlänge', 'Blütenblattbreite'],
    sensors: 'Die Sensoren des Roboters',
    rows: (name) => `Zeilen von „${name}“`,
    measure: 'Halten zum Messen',
    measuring: 'Ich messe …',
    type: (name, columns) => `Eine Zeile von „${name}“: ${columns.join(', ')}`,
    add: 'Hinzufügen',
    tryOut: 'Ausprobieren',
    answer: 'Was ich zu diesen Zahlen sage',
    troubles: {
      row: (columns) => ({
        message: `Eine Zeile hat ${columns.length} Zahlen: ${columns.join(', ')}.`,
        hint: 'Schreib sie mit Leerzeichen dazwischen.',
      }),
      noSensor: (column) => ({ message: `„${column}“ wird gerade nicht gemessen.`, hint: 'Ist der Sensor eingeschaltet und der Roboter verbunden?' }),
      otherColumns: (columns, own) => ({
        message: `Die Tabelle hat die Spalten ${columns.join(', ')}; dieses Projekt hat ${own.join(', ')}.`,
        hint: 'Beginne dafür ein neues Projekt.',
      }),
    },
  },

  gone: {
    samples: (count) => (count === 1 ? '1 Beispiel zurückholen' : `${count} Beispiele zurückholen`),
    class: (name) => `„${name}“ zurückholen`,
  },

  concerns: {
    oneClass: 'Ich brauche mindestens zwei Klassen, um etwas zu unterscheiden.',
    empty: (name) => `„${name}“ hat noch keine Beispiele.`,
    oneSample: (name) => `„${name}“ hat nur ein Beispiel. Zeig mir mehr davon.`,
    alike: (name) => `Alle Beispiele von „${name}“ sind gleich. Dreh es, beweg es, ändere das Licht.`,
    few: (name, count) => `Nur ${count}-mal „${name}“. Mit mehr und verschiedenen werde ich besser.`,
    unbalanced: (few, fewCount, many, manyCount) =>
      `${fewCount}-mal „${few}“, ${manyCount}-mal „${many}“: Ich werde zu oft „${many}“ raten. Zeig mir mehr von „${few}“.`,
  },

  troubles: {
    empty: (_) => ({ message: 'Eine Klasse braucht einen Namen.', hint: 'Er wird das Wort in deinem Rezept.' }),
    taken: (name) => ({ message: `Eine Klasse „${name}“ gibt es schon.`, hint: 'Wähle einen anderen Namen.' }),
    manyClasses: (most) => ({ message: `Mehr als ${most} Klassen gehen nicht.`, hint: 'Wirf eine weg, die du nicht brauchst.' }),
    manySamples: (most) => ({
      message: `Mehr als ${most} Beispiele passen nicht in den Speicher eines kleinen Computers.`,
      hint: 'Wirf welche weg, die sich ähneln; aus verschiedenen lerne ich mehr als aus vielen.',
    }),
    silent: (name) => ({
      message: `Ich habe nur Stille gehört, und das ist kein Beispiel für „${name}“.`,
      hint: 'Lass es näher am Mikrofon klingen. Soll Stille eine eigene Klasse sein, nenn sie „nothing“.',
    }),
    noCamera: { message: 'Es kommen keine Bilder: Die Kamera ist aus.', hint: 'Drück „Kamera an“ unter „Ich sehe“, oder nimm Bilddateien.' },
    files: (names) => ({
      message: `${names.length} Dateien wurden ausgelassen: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}.`,
      hint: 'Nimm Bilder als JPEG, PNG oder WebP, auf denen etwas zu sehen ist.',
    }),
  },
};
