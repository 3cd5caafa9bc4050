import type { Words } from './en';

export const teachSounds: Words['teachSounds'] = {
  nothing: 'Nenn eine Klasse „nothing“ für alles, was nicht zählen soll: den Raum, wie er immer klingt.',

  hold: 'Zum Aufnehmen halten',
  taking: 'Ich nehme auf …',
  timerExplained: 'Zählt 3, 2, 1 und nimmt dann 10 Sekunden lang auf',
  noCamera: 'Schalte „Zuhören“ unter „Ich höre“ ein, oder nimm Tondateien.',

  trained: (samples, seconds) => `Aus ${samples} Beispielen gelernt, in ${seconds} s. Lass mich etwas hören: Die Balken unter „Ich höre“ sind die Antworten.`,
  before: 'Lass mich Beispiele von mindestens zwei Klassen hören. Drück dann auf Trainieren.',

  noHeldBack: 'Lass mich mindestens 5 Beispiele einer Klasse hören. Dann behalte ich ein Fünftel davon für einen Test zurück.',
  noneWrong: 'Keins falsch. Probier schwierigere: leiser, weiter weg, in einem anderen Raum, von anderen Leuten.',
  mapExplained: 'Was für mich ähnlich klingt, liegt beieinander. Wo sich Farben mischen, verwechsle ich etwas.',

  concerns: {
    oneSample: (name) => `„${name}“ hat nur ein Beispiel. Lass mich mehr davon hören.`,
    alike: (name) => `Alle Beispiele von „${name}“ sind gleich. Lass es noch einmal klingen, jedes Mal ein wenig anders.`,
    unbalanced: (few, fewCount, many, manyCount) =>
      `${fewCount}-mal „${few}“, ${manyCount}-mal „${many}“: Ich werde zu oft „${many}“ raten. Lass mich mehr von „${few}“ hören.`,
  },

  troubles: {
    noCamera: { message: 'Es kommt kein Ton: Das Mikrofon ist aus.', hint: 'Schalte „Zuhören“ unter „Ich höre“ ein, oder nimm Tondateien.' },
    files: (names) => ({
      message: `${names.length} Dateien wurden ausgelassen: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}.`,
      hint: 'Nimm Töne als WAV oder MP3, in denen man etwas hört.',
    }),
  },
};
