import type { Words } from './en';

export const teachNumbers: Words['teachNumbers'] = {
  trained: (samples, seconds) => `Aus ${samples} Zeilen gelernt, in ${seconds} s. Schieb die Regler unter „Ausprobieren“ und sieh, was ich sage.`,
  before: 'Gib mir Zeilen von mindestens zwei Klassen. Drück dann auf Trainieren.',
  noHeldBack: 'Gib mir mindestens 5 Zeilen einer Klasse. Dann behalte ich ein Fünftel davon für einen Test zurück.',
  noneWrong: 'Keine falsch. Probier schwierigere: Zeilen, die zwischen den Klassen liegen.',
  accuracyExplained: 'Ein Fünftel deiner Zeilen habe ich zurückbehalten und nicht aus ihnen gelernt. So gut war ich bei denen.',

  concerns: {
    oneSample: (name) => `„${name}“ hat nur eine Zeile. Gib mir mehr davon.`,
    unbalanced: (few, fewCount, many, manyCount) =>
      `${fewCount}-mal „${few}“, ${manyCount}-mal „${many}“: Ich werde zu oft „${many}“ raten. Gib mir mehr von „${few}“.`,
  },

  troubles: {},
};
