import type { Words } from './en';

export const pupil: Words['pupil'] = {
  name: {
    heading: 'Wer bist du?',
    means: (robot) => `Die Klasse von ${robot || 'diesem Roboter'} ist offen. Sag, wer du bist, und du bekommst einen eigenen Roboter.`,
    full: 'Alle Roboter der Klasse sind vergeben. Warst du schon da? Bitte deine Lehrkraft, dich wieder hereinzulassen.',
    label: 'Dein Name in der Klasse',
    help: 'Deine Lehrkraft sieht ihn. Nur dieser Roboter merkt ihn sich, bis die Klasse gelöscht wird.',
    comeIn: 'Meinen Roboter holen',
    coming: 'Ich baue ihn …',
    need: 'Sag zuerst, wer du bist.',
  },

  band: 'Die Klasse',
  isYours: (name) => `Roboter von ${name}`,
  watching: (name) => `Du schaust ${name} über die Schulter. Was du hier tust, tut der Roboter von ${name}.`,
  toClass: 'Zurück zur Klasse',
  real: 'Der echte Roboter:',
  ask: 'Ich will ihn',
  someone: (name) => `${name} hat ihn.`,
  place: (place) => (place <= 1 ? 'Du bist als Nächstes dran.' : `Du bist Nummer ${place}.`),
  noMore: 'Nicht mehr',
  mine: 'Er gehört dir',
  left: (time) => `noch ${time}`,
  mineMeans: 'Was dein Roboter hier tut, tut jetzt auch der echte.',
  giveBack: 'Zurückgeben',
  locked: 'Schau auf! Deine Lehrkraft hat alle Roboter angehalten.',
  message: 'Deine Lehrkraft sagt:',
  otherProgram: 'Anderes Programm',
  otherProgramMeans: 'Auch dein eigenes Python auf diesem Computer steuert deinen Roboter. Tippe das einmal in ein Terminal:',
  otherProgramSecret: 'Wer diesen Schlüssel kennt, kann deinen Roboter steuern.',
};
