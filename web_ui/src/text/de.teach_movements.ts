import type { Words } from './en';

export const teachMovements: Words['teachMovements'] = {
  firstClasses: ['Erste Bewegung', 'Zweite Bewegung', 'nothing'],
  nothing: 'Eine Bewegung geht von Ruhe zu Ruhe. „nothing“ ist für alles, was nicht zählen soll: am Kopf kratzen, zur Maus greifen, kommen und gehen. Eine Hand, die still hält, zählt nie.',

  hold: 'Halten und bewegen',
  timerExplained: 'Zählt 3, 2, 1 und nimmt dann 5 Bewegungen auf: bewegen, ruhen, bewegen, ruhen',
  noCamera: 'Drück „Kamera an“ unter „Ich sehe“.',

  trained: (samples, seconds) => `Aus ${samples} Bewegungen gelernt, in ${seconds} s. Halt deine Hand still vor die Kamera, beweg sie und halt sie wieder still: Die Balken unter „Ich sehe“ sind die Antwort.`,
  before: 'Zeig mir Bewegungen von mindestens zwei Klassen. Drück dann auf Trainieren.',

  noNothing: 'Ohne eine Klasse „nothing“ halte ich alles, was eine Hand tut, für eine deiner Bewegungen. Füg eine hinzu und zeig mir andere Bewegungen.',
  noHeldBack: 'Zeig mir mindestens 5 Bewegungen einer Klasse. Dann behalte ich ein Fünftel davon für einen Test zurück.',
  noneWrong: 'Keine falsch. Probier schwierigere: langsamer, größer, mit der anderen Hand, von anderen Leuten.',
  mapExplained: 'Was sich für mich ähnlich bewegt, liegt beieinander. Wo sich Farben mischen, verwechsle ich etwas.',

  cues: {
    'no hand': 'Wo ist deine Hand?',
    'be still': 'Halt still …',
    move: 'Beweg dich!',
    moving: 'Ich schaue zu …',
  },
  fromCamera: 'Beweg deine Hand vor der Kamera.',
  anything: 'Mach irgendetwas anderes!',
  misses: {
    long: { message: 'Das ging länger als 3 Sekunden, deshalb weiß ich nicht, wo die Bewegung endet.', hint: 'Halt deine Hand still, mach eine kurze Bewegung und halt sie wieder still.' },
    lost: { message: 'Ich habe deine Hand unterwegs verloren, deshalb zählt das nicht.', hint: 'Bleib im Bild, und beweg dich etwas langsamer und mit mehr Licht.' },
    short: { message: 'Ich habe zu wenig von dieser Bewegung gesehen.', hint: 'Beweg dich etwas langsamer, oder schalte andere Modelle aus.' },
    none: { message: 'Ich habe keine Bewegung gesehen.', hint: 'Halt deine Hand still, beweg sie und halt sie wieder still, bevor du loslässt.' },
    'no hand': { message: 'Ich habe keine Hand gesehen.', hint: 'Halt deine Hand so hoch, dass man sie ganz sieht.' },
  },

  concerns: {
    few: (name, count) => `Nur ${count}-mal „${name}“. Mit mehr, kleinen und großen, schnellen und langsamen, werde ich besser.`,
    alike: (name) => `Alle Beispiele von „${name}“ sind gleich. Mach die Bewegung noch einmal, jedes Mal ein wenig anders.`,
  },

  troubles: {
    noCamera: { message: 'Es kommen keine Bilder: Die Kamera ist aus.', hint: 'Drück „Kamera an“ unter „Ich sehe“.' },
    files: (names) => ({
      message: names.length === 1 ? '1 Datei ist keine Bewegung.' : `${names.length} Dateien sind keine Bewegungen.`,
      hint: 'Beweg deine Hand vor der Kamera.',
    }),
  },
};
