import type { Words } from './en';

export const room: Words['room'] = {
  door: 'Roboter',
  doorMeans: 'Alle Roboter in diesem Raum',
  back: 'Zurück zum Roboter',
  heading: 'Roboter in diesem Raum',
  pick: 'Welcher ist deiner? Sein Name steht auf seiner Brust.',
  looking: 'Ich sehe mich um …',
  this: 'dieser hier',
  visit: 'Besuchen',
  byNumber: 'oder über die Nummer:',
  alone: 'Kein anderer Roboter antwortet.',
  aloneHint:
    'Ist er an und im selben WLAN? Ein Gäste-WLAN ist ein anderes. Manches Schul-WLAN hält Computer voneinander fern: Dann frag, wer es betreut, oder öffne den Roboter über seine Nummer.',
  finding: 'Dieser Roboter sucht einen Namen, den kein anderer hat …',
  onlyHere: 'Dieser Roboter bleibt auf seinem Computer und kennt deshalb keine anderen.',
  onlyHereHint: 'Damit er ins Netz kann, starte ihn mit tjbot start --listen 0.0.0.0, oder schreibe listen = "0.0.0.0" in seine tjbot.toml.',
  more: 'Es sind mehr, als hier hineinpassen. So viele Roboter in einem Raum: Vielleicht denkt sich jemand welche aus.',
};
