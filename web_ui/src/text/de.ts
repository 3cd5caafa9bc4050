import { blocks } from './de.blocks';
import { board } from './de.class';
import { pupil } from './de.class_pupil';
import { classroom } from './de.classroom';
import { lesson } from './de.lesson';
import { lessons } from './de.lessons';
import { named } from './de.names';
import { recipes } from './de.recipes';
import { room } from './de.room';
import { teach } from './de.teach';
import { teachMovements } from './de.teach_movements';
import { teachNumbers } from './de.teach_numbers';
import { teachSounds } from './de.teach_sounds';
import { timeline } from './de.why';
import type { Words } from './en';
import { decimals } from './numbers';

const decimal = decimals('de');
const sure = (confidence: number) => decimal(confidence, 2);

/** The microphone's sound comes in pieces that are so long. */
const PIECE_SECONDS = 0.02;

/** Every word on the page, in German; what is missing here does not pass the type check. */
export const de: Words = {
  title: (name, place = '') => [place, name ? `TJBot «${name}»` : 'TJBot'].filter((each) => each !== '').join(' · '),
  heading: 'TJBot',
  places: {
    '#play': '',
    '#why': 'Warum?',
    '#lessons': 'Lektionen',
    '#build': 'Bauen & einstellen',
    '#teach': 'Beibringen',
    '#lesson': 'Was steckt unter der Haube?',
    '#class': 'Klasse',
    '#codes': 'Hereinlassen',
    '#robots': 'Roboter',
  },
  skip: { label: 'Direkt zu', to: (heading) => `Gehe zu „${heading}“` },
  textSize: { label: 'Größe der Schrift', sizes: { normal: 'wie üblich', large: 'groß', beamer: 'für den Beamer' } },
  understood: 'OK',
  language: 'Sprache',
  decimal,

  connection: {
    connected: 'verbunden',
    simulated: 'verbunden · simuliert',
    connecting: 'ich suche den Roboter …',
    lost: 'der Roboter ist weg, ich versuche es weiter …',
    gone: {
      message: 'Der Roboter antwortet nicht.',
      hint: 'Schau, ob er eingeschaltet ist und `tjbot start` noch läuft. Diese Seite kommt von selbst wieder.',
    },
  },

  privacy: {
    pictures: (count) => (count === 1 ? '1 Bild verließ die Seite' : `${count} Bilder verließen die Seite`),
    messages: (count) => (count === 1 ? '1 kleine Nachricht' : `${count} kleine Nachrichten`),
    models: (count) => (count === 1 ? '1 Modell gespeichert' : `${count} Modelle gespeichert`),
    sounds: (count) => (count === 1 ? '1 Geräusch verließ sie' : `${count} Geräusche verließen sie`),
    projects: (count) => (count === 1 ? '1 Projekt gespeichert' : `${count} Projekte gespeichert`),
    explained:
      'Deine Bilder und Töne bleiben hier auf dieser Seite, außer du speicherst ein Projekt auf dem Roboter. Nur kurze Nachrichten wie „open hand“ oder „clap“ gehen zum Roboter.',
  },

  stop: {
    button: 'STOPP',
    what: 'alles',
    key: 'Esc',
    unreachable: 'STOPP erreicht den Roboter nicht. Zieh seinen Stecker.',
  },

  see: {
    heading: 'Ich sehe',
    first: 'Heb die offene Hand, und der Roboter winkt zurück.',
    start: 'Kamera an',
    stop: 'Kamera aus',
    camera: 'Kamerabild, auf das die gefundene Hand gezeichnet ist',
    opening: 'Ich wache auf …',
    robotCamera: 'Was der Roboter sieht, mit der gefundenen Hand darauf gezeichnet',
    whose: 'Wessen Augen',
    plainHttp: 'Über einfaches http bleibt deine eigene Kamera zu, und die Modelle sind langsamer.',
    howToTrust: 'So bekommst du https',
    eyes: { computer: 'meine Kamera', robot: 'die Augen des Roboters', file: 'eine Datei …' },
    dropHere: 'Ein Bild oder ein Film; du kannst es auch irgendwo auf dieses Blatt ziehen.',
    startFile: 'Ansehen',
    stopFile: 'Nicht mehr ansehen',
    whichCamera: 'Welche Kamera',
    anyCamera: 'egal welche',
    simulated: 'Dieser Roboter hat keine Kamera, deshalb sieht er einen gezeichneten Raum.',
    pictures: 'Bilder, die der Roboter gemacht hat',
    picture: (time) => `Bild, ${time}`,
    forget: (time) => `Bild wegwerfen, ${time}`,
    models: 'Wonach ich Ausschau halte und lausche',
    loading: (title) => `„${title}“ wird geladen`,
    words: 'Wörter, die man sehen kann',
    others: 'Anderswo gesehen',
    nothingTaught: 'Was du mir beibringst, erscheint hier, und wie sicher ich mir bin.',
    allWords: (count) => `Alle ${count} Wörter`,
    fewerWords: 'Nur, was ich gerade sehe',
    howSure: 'wie sicher',
    lookCloser: (label) => `${label}: genauer ansehen`,
    chart: (label) => `Wie sicher sich die Seite bei „${label}“ in den letzten Sekunden war, und wie sicher sie sein muss`,
    tune: {
      threshold: 'Wie sicher ich sein muss',
      framesToEnter: 'Bilder hintereinander, bis es beginnt',
      framesToLeave: 'Bilder ohne es, bis es endet',
      gapSeconds: 'Pause, bis es wieder beginnen darf',
    },
    tuned: {
      threshold: sure,
      framesToEnter: (value) => `${value}`,
      framesToLeave: (value) => `${value}`,
      gapSeconds: (value) => `${`${value}`.replace('.', ',')} s`,
    },
    why: {
      off: 'Die Kamera ist aus. Schalte sie ein und beobachte die Linie.',
      notLoaded: 'Was nach diesem Wort sucht, ist noch nicht bereit.',
      seen: 'Gerade gesehen: Der Roboter weiß es.',
      tooLow: (is, threshold) => `Nicht gesehen: Ich bin mir ${sure(is)} sicher, und es müssen ${sure(threshold)} sein.`,
      nothing: 'Nicht gesehen: Nichts im Bild sieht so aus.',
      soon: (frames) => `Sicher genug. Es beginnt, wenn das ${frames} Bilder hintereinander so ist.`,
    },
    pretend: 'Keine Kamera? Halte ein Wort gedrückt, um so zu tun.',
    pretendName: (label) => `So tun, als sähe ich ${label}`,
    noLabels: 'Schalte oben etwas ein, dann erscheinen hier seine Wörter.',
    backends: {
      wasm: 'Prozessor',
      webgl: 'Grafikkarte (WebGL)',
      webgpu: 'Grafikkarte (WebGPU)',
      cpu: 'Prozessor ohne WebAssembly',
    },
    status: (backend, threads) => (threads > 1 ? `${backend}, ${threads} Threads` : backend),
    milliseconds: (milliseconds) => `${milliseconds.toFixed(0)} ms je Bild`,
    computesOn: 'Gerechnet wird auf',
    whateverIsFastest: 'was am schnellsten ist',
    reasons: {
      measured: 'Das war gerade am schnellsten:',
      remembered: 'Das war am schnellsten, als dieser Computer gemessen wurde, und ist es noch:',
      wanted: 'Du hast es gewählt:',
    },
    compared: (backend, milliseconds) => `${backend}: ${decimal(milliseconds, 1)} ms`,
  },

  answers: {
    asked: {
      objects: (asker) => `${asker} hat gefragt, welche Dinge auf einem Bild sind:`,
      picture: (asker) => `${asker} hat gefragt, was ein Bild zeigt:`,
      faces: (asker) => `${asker} hat nach Gesichtern auf einem Bild gefragt:`,
    },
    looking: 'Ich sehe nach …',
    loading: 'Ich hole, was ich dafür brauche …',
    nothing: 'nichts, was ich kenne.',
    more: (count) => `und noch ${count}`,
    noModel: { message: 'Diese Seite hat kein Modell dafür.', hint: 'Lade die Seite neu.' },
    noPicture: { message: 'Die Seite sieht gerade nichts.', hint: 'Schalte auf der Seite die Kamera ein und frag noch einmal.' },
    unreadable: { message: 'Die Seite kann das Bild nicht lesen.', hint: 'Gib ihr eine JPEG-, PNG- oder WebP-Datei.' },
  },

  tuning: { asUsual: 'Wie üblich' },

  hear: {
    heading: 'Ich höre',
    start: 'Zuhören',
    explained: 'Mit dem Mikrofon dieses Computers. Nichts wird aufgenommen, außer du hältst zum Beibringen einen Knopf gedrückt, und kein Ton verlässt diese Seite.',
    nothingTaught: 'Was du mir beibringst, erscheint hier, und wie sicher ich mir bin.',
    opening: 'Ich wache auf …',
    listening: 'Kein Ton verlässt diese Seite.',
    deaf: 'Gerade nicht: Der Roboter spricht.',
    pretendName: (label) => `So tun, als hörte ich ${label}`,
    lookCloser: (label) => `${label}: genauer ansehen`,
    chart: (label) => `Wie sicher sich die Seite bei „${label}“ in den letzten Sekunden war, und wie sicher sie sein muss`,
    tune: {
      threshold: 'Wie sicher ich sein muss',
      framesToEnter: 'Wie lange es klingen muss, bis es beginnt',
      framesToLeave: 'Wie lange ohne es, bis es endet',
      gapSeconds: 'Pause, bis es wieder beginnen darf',
    },
    tuned: {
      threshold: sure,
      framesToEnter: (value) => `${decimal(value * PIECE_SECONDS, 2)} s`,
      framesToLeave: (value) => `${decimal(value * PIECE_SECONDS, 2)} s`,
      gapSeconds: (value) => `${`${value}`.replace('.', ',')} s`,
    },
    why: {
      off: 'Das Mikrofon ist aus. Lass mich zuhören und beobachte die Linie.',
      notLoaded: 'Was nach diesem Wort lauscht, ist noch nicht bereit.',
      seen: 'Gerade gehört: Der Roboter weiß es.',
      tooLow: (is, threshold) => `Nicht gehört: Ich bin mir ${sure(is)} sicher, und es müssen ${sure(threshold)} sein.`,
      nothing: 'Nicht gehört: Nichts klingt so.',
      soon: (pieces) => `Sicher genug. Es beginnt, wenn das ${decimal(pieces * PIECE_SECONDS, 2)} s lang so ist.`,
    },
    howSure: 'wie sicher',
    quiet: 'leise',
    loud: 'laut',
    troubles: {
      notHere: {
        message: 'Der Browser gibt dieser Seite kein Mikrofon.',
        hint: 'Das tut er nur am Computer des Roboters selbst (http://localhost…) und über https.',
      },
      refused: {
        message: 'Die Seite darf das Mikrofon nicht benutzen.',
        hint: 'Klick auf das Mikrofon-Zeichen in der Adresszeile und erlaube es; dann geht es los.',
      },
      none: { message: 'Es ist kein Mikrofon da.', hint: 'Steck eins an; es geht von selbst los.' },
      busy: {
        message: 'Das Mikrofon startet nicht.',
        hint: 'Vielleicht benutzt es ein anderes Programm, etwa ein Videoanruf: Schließ es, dann startet das Mikrofon von selbst.',
      },
      other: (name) => ({
        message: `Das Mikrofon startet nicht (${name}).`,
        hint: 'Lade die Seite neu, oder nimm einen anderen Browser.',
      }),
      gone: { message: 'Das Mikrofon ist weg.', hint: 'Steck es wieder an; es geht von selbst los.' },
      muted: {
        message: 'Das Mikrofon gibt keinen Ton.',
        hint: 'Der Computer hält es kurz zurück, wie bei einem Anruf oder im Schlaf. Es geht von selbst weiter.',
      },
      silent: { message: 'Das Mikrofon ist still.', hint: 'Ist es ausgeschaltet oder ganz leise gestellt?' },
      heldBack: { message: 'Der Browser hält den Ton zurück.', hint: 'Klick irgendwo auf diese Seite.' },
    },
  },

  robot: {
    picture: (arm, light, voice) => `Der Roboter. ${arm} ${light} ${voice}`,
    arm: (angle) => `Sein Arm steht auf ${Math.round(angle)} Grad.`,
    light: (color) => `Sein Licht leuchtet in ${named(color)}.`,
    dark: 'Sein Licht ist aus.',
    says: (sentence) => `Er sagt: ${sentence}`,
    quiet: 'Er ist still.',
    speaksHere: 'Dieser Browser spricht für den Roboter',
    speakHere: 'Diesen Browser sprechen lassen',
    speakHereClick: 'Klick, damit er sprechen darf',
    speakHereExplained: 'Der Roboter hat keinen Lautsprecher. Drück hier, um zu ändern, ob man ihn an diesem Computer hört.',
    degrees: (angle) => `${Math.round(angle)}°`,
  },

  do: {
    heading: 'Ich tue',
    waiting: 'Die Knöpfe erscheinen, sobald der Roboter da ist.',
    part: named,
    action: named,
    argument: named,
    color: named,
    otherColor: 'eine andere Farbe',
    seconds: 's',
    usual: 'üblich',
    more: 'Mehr zur Auswahl',
    yes: 'ja',
    no: 'nein',
    nothing: '–',
    sentence: 'Hallo!',
    pretendName: (label) => `So tun, als würde ${label} gedrückt`,
  },

  lesson,
  lessons,
  recipes,
  blocks,
  teach,
  teachMovements,
  teachSounds,
  classroom,
  board,
  pupil,
  teachNumbers,

  why: {
    heading: 'Warum?',
    empty: 'Wenn der Roboter etwas tut, weil er etwas gesehen oder gehört hat, wird hier der Weg vom einen zum anderen gezeichnet.',
    sentence: (action, label, milliseconds) => `${action} wegen „${label}“, ${milliseconds} später`,
    sentenceWithoutLabel: (action, milliseconds) => `${action}, nach ${milliseconds}`,
    milliseconds: (value) => `${decimal(value, value < 10 ? 1 : 0)} ms`,
    sure,
    call: (action) => `${action}()`,
    way: 'Der Weg vom Erkannten bis zum Roboter',
    steps: {
      frame: 'Bild',
      recognised: 'erkannt',
      sent: 'gesendet',
      received: 'Roboter weiß es',
      handler: 'Rezept beginnt',
      commanded: 'Rezept bittet',
      acted: 'Roboter handelt',
    },
  },

  build: {
    door: 'Bauen & einstellen',
    back: 'Zurück zum Spielen',
    calibration: 'Arm einstellen',
    calibrationExplained:
      'Jeder Servo ist ein wenig anders. Beweg den Arm mit einem Regler und sag dem Roboter, wo unten, oben und hinten ist. Ein Rezept, das läuft, wird dafür angehalten.',
    noArm: 'Dieser Roboter hat keinen Arm.',
    begin: 'Beginnen',
    pulse: 'Impuls für den Servo des Arms',
    less: 'Etwas kürzerer Impuls',
    more: 'Etwas längerer Impuls',
    microseconds: (pulse) => `${pulse} µs`,
    places: { down: 'unten', up: 'oben', back: 'hinten' },
    thisIs: (place) => `Hier ist ${place}`,
    goTo: (place) => `nach ${place}`,
    invert: 'Andere Hand',
    sides: { left: 'linkshändig', right: 'rechtshändig' },
    tryOut: 'Winken ausprobieren',
    save: 'Speichern',
    saved: 'Gespeichert. So bewegt sich der Arm von jetzt an.',
    cancel: 'Abbrechen',
    wiring: 'Wohin die Kabel gehören',
    wiringExplained: {
      pi: 'Zeig auf ein Kabel, um ihm zu folgen. Schalte den Roboter aus, bevor du eins umsteckst.',
      pico: 'Zeig auf ein Kabel, um ihm zu folgen. Zieh den Pico ab, bevor du eins umsteckst.',
    },
    picture: (board) =>
      `Die Pins des ${board === 'pico' ? 'Pico' : 'Raspberry Pi'} mit jedem Kabel zu jedem Teil; die Tabelle sagt dasselbe.`,
    table: 'Jedes Kabel',
    columns: ['Teil', 'Kabel', 'Pin', 'sein Name'],
    wireName: named,
    wire: (color, name) => (color === name ? named(name) : `${named(color)}, ${named(name)}`),
    pin: (pin) => `${pin}`,
    shared: ' (gemeinsam)',
    show: 'Im Bild zeigen',
    print: 'Drucken',
  },

  timeline,
  room,
  tabs: { label: 'Bereiche der Seite', see: 'Sehen', do: 'Tun', lesson: 'Lektion', recipe: 'Rezept' },
};
