import { blocks } from './en.blocks';
import { board } from './en.class';
import { pupil } from './en.class_pupil';
import { classroom } from './en.classroom';
import { lesson } from './en.lesson';
import { lessons } from './en.lessons';
import { recipes } from './en.recipes';
import { room } from './en.room';
import { teach } from './en.teach';
import { teachMovements } from './en.teach_movements';
import { teachNumbers } from './en.teach_numbers';
import { teachSounds } from './en.teach_sounds';
import { timeline } from './en.why';

/** The microphone's sound comes in pieces that are so long. */
const PIECE_SECONDS = 0.02;

/** Every word on the page, in English. `de.ts` says the same in German; other languages are files in `tjbot/languages/`. */
export const en = {
  title: (name: string, place = '') => [place, name ? `TJBot «${name}»` : 'TJBot'].filter((each) => each !== '').join(' · '),
  heading: 'TJBot',
  /** What each place is called; where one plays nothing needs to be said. */
  places: {
    '#play': '',
    '#why': 'Why?',
    '#lessons': 'Lessons',
    '#build': 'Build & calibrate',
    '#teach': 'Teach',
    '#lesson': 'What is under the bonnet',
    '#class': 'Class',
    '#codes': 'Let them in',
    '#robots': 'Robots',
  },
  understood: 'OK',
  language: 'Language',
  /** A number with so many digits after the point. */
  decimal: (value: number, digits: number) => value.toFixed(digits),

  connection: {
    connected: 'connected',
    simulated: 'connected · robot on screen only',
    connecting: 'looking for the robot …',
    lost: 'robot is away, trying again …',
    gone: {
      message: 'The robot does not answer.',
      hint: 'Look whether it is switched on and `tjbot start` still runs. This page comes back by itself.',
    },
  },

  privacy: {
    pictures: (count: number) => (count === 1 ? '1 picture left this page' : `${count} pictures left this page`),
    messages: (count: number) => (count === 1 ? '1 small message sent' : `${count} small messages sent`),
    models: (count: number) => (count === 1 ? '1 model saved' : `${count} models saved`),
    sounds: (count: number) => (count === 1 ? '1 sound left it' : `${count} sounds left it`),
    projects: (count: number) => (count === 1 ? '1 project saved' : `${count} projects saved`),
    explained:
      'Your pictures and sounds stay here, in this page, unless you save a project on the robot. Only short messages such as “open hand” or “clap” go to the robot.',
  },

  skip: { label: 'Go straight to', to: (heading: string) => `Go to “${heading}”` },

  textSize: { label: 'Size of the text', sizes: { normal: 'as usual', large: 'large', beamer: 'for a beamer' } },

  stop: {
    button: 'STOP',
    what: 'everything',
    key: 'Esc',
    unreachable: 'STOP cannot reach the robot. Pull its plug.',
  },

  see: {
    heading: 'I see',
    first: 'Hold up an open hand and the robot waves back.',
    start: 'Start camera',
    stop: 'Stop camera',
    camera: 'Camera picture with the found hand drawn on it',
    opening: 'Waking up …',
    robotCamera: 'What the robot sees, with the found hand drawn on it',
    whose: 'Whose eyes',
    plainHttp: 'Over plain http your own camera stays closed, and the models are slower.',
    howToTrust: 'How to get https',
    eyes: { computer: 'my camera', robot: 'the robot’s eyes', file: 'a file …' },
    dropHere: 'A picture or a film; you can also drop it anywhere on this sheet.',
    startFile: 'Look at it',
    stopFile: 'Stop looking',
    whichCamera: 'Which camera',
    anyCamera: 'any',
    simulated: 'This robot has no camera, so it sees a drawn room.',
    pictures: 'Pictures that the robot took',
    picture: (time: string) => `Picture, ${time}`,
    forget: (time: string) => `Throw away the picture, ${time}`,
    models: 'What I look and listen for',
    loading: (title: string) => `“${title}” is being loaded`,
    words: 'Words that can be seen',
    others: 'Seen elsewhere',
    nothingTaught: 'What you teach me appears here, with how sure I am.',
    allWords: (count: number) => `All ${count} words`,
    fewerWords: 'Only what I see now',
    howSure: 'how sure',
    lookCloser: (label: string) => `${label}: look closer`,
    chart: (label: string) => `How sure the page was of “${label}” in the last seconds, and how sure it must be`,
    tune: {
      threshold: 'How sure it must be',
      framesToEnter: 'Pictures in a row to begin',
      framesToLeave: 'Pictures without it to end',
      gapSeconds: 'Pause before it may begin again',
    },
    tuned: {
      threshold: (value: number) => value.toFixed(2),
      framesToEnter: (value: number) => `${value}`,
      framesToLeave: (value: number) => `${value}`,
      gapSeconds: (value: number) => `${value} s`,
    },
    why: {
      off: 'The camera is off. Start it, and watch the line.',
      notLoaded: 'What looks for this word is not ready yet.',
      seen: 'Seen now: the robot was told.',
      tooLow: (sure: number, threshold: number) =>
        `Not seen: it is ${sure.toFixed(2)} sure, and must be ${threshold.toFixed(2)}.`,
      nothing: 'Not seen: there is nothing like it in the picture.',
      soon: (frames: number) => `Sure enough. It begins when ${frames} pictures in a row are.`,
    },
    pretend: 'No camera? Hold a word down to pretend.',
    pretendName: (label: string) => `Pretend to see ${label}`,
    noLabels: 'Switch something on above, and its words appear here.',
    backends: {
      wasm: 'processor',
      webgl: 'graphics card (WebGL)',
      webgpu: 'graphics card (WebGPU)',
      cpu: 'processor without WebAssembly',
    },
    status: (backend: string, threads: number) => (threads > 1 ? `${backend}, ${threads} threads` : backend),
    milliseconds: (milliseconds: number) => `${milliseconds.toFixed(0)} ms a picture`,
    computesOn: 'Compute on',
    whateverIsFastest: 'what is fastest',
    reasons: {
      measured: 'It was the fastest just now:',
      remembered: 'It was the fastest when this computer was measured, and still is as fast.',
      wanted: 'You chose it:',
    },
    compared: (backend: string, milliseconds: number) => `${backend}: ${milliseconds.toFixed(1)} ms`,
  },

  answers: {
    asked: {
      objects: (asker: string) => `${asker} asked which things are in a picture:`,
      picture: (asker: string) => `${asker} asked what a picture shows:`,
      faces: (asker: string) => `${asker} asked for faces in a picture:`,
    },
    looking: 'I am looking …',
    loading: 'I fetch what I need for it …',
    nothing: 'nothing that I know.',
    more: (count: number) => `and ${count} more`,
    noModel: { message: 'This page has no model for that.', hint: 'Reload the page.' },
    noPicture: { message: 'The page sees nothing now.', hint: 'Start the camera in the page, and ask again.' },
    unreadable: { message: 'The page cannot read the picture.', hint: 'Give it a JPEG, PNG or WebP file.' },
  },

  tuning: { asUsual: 'As usual' },

  hear: {
    heading: 'I hear',
    start: 'Listen',
    explained: 'With this computer’s microphone. Nothing is recorded unless you hold a button to teach, and no sound leaves this page.',
    nothingTaught: 'What you teach me appears here, with how sure I am.',
    opening: 'Waking up …',
    listening: 'No sound leaves this page.',
    deaf: 'Not now: the robot speaks.',
    pretendName: (label: string) => `Pretend to hear ${label}`,
    lookCloser: (label: string) => `${label}: look closer`,
    chart: (label: string) => `How sure the page was of “${label}” in the last seconds, and how sure it must be`,
    tune: {
      threshold: 'How sure it must be',
      framesToEnter: 'How long it must sound to begin',
      framesToLeave: 'How long without it to end',
      gapSeconds: 'Pause before it may begin again',
    },
    tuned: {
      threshold: (value: number) => value.toFixed(2),
      framesToEnter: (value: number) => `${(value * PIECE_SECONDS).toFixed(2)} s`,
      framesToLeave: (value: number) => `${(value * PIECE_SECONDS).toFixed(2)} s`,
      gapSeconds: (value: number) => `${value} s`,
    },
    why: {
      off: 'The microphone is off. Let me listen, and watch the line.',
      notLoaded: 'What listens for this word is not ready yet.',
      seen: 'Heard now: the robot was told.',
      tooLow: (sure: number, threshold: number) =>
        `Not heard: it is ${sure.toFixed(2)} sure, and must be ${threshold.toFixed(2)}.`,
      nothing: 'Not heard: nothing sounds like it.',
      soon: (pieces: number) => `Sure enough. It begins when that lasts for ${(pieces * PIECE_SECONDS).toFixed(2)} s.`,
    },
    howSure: 'how sure',
    quiet: 'quiet',
    loud: 'loud',
    troubles: {
      notHere: {
        message: 'The browser gives this page no microphone.',
        hint: 'It does so only on the robot’s own computer (http://localhost…) and over https.',
      },
      refused: {
        message: 'The page may not use the microphone.',
        hint: 'Click the microphone sign in the address bar, allow the microphone, and it starts.',
      },
      none: { message: 'There is no microphone.', hint: 'Plug one in; it starts by itself.' },
      busy: {
        message: 'The microphone does not start.',
        hint: 'Perhaps another program uses it, such as a video call: close that; the microphone then starts by itself.',
      },
      other: (name: string) => ({
        message: `The microphone does not start (${name}).`,
        hint: 'Reload the page, or try another browser.',
      }),
      gone: { message: 'The microphone is gone.', hint: 'Plug it in again; it starts by itself.' },
      muted: {
        message: 'The microphone gives no sound.',
        hint: 'The computer holds it back for a moment, as in a call or in sleep. It goes on by itself.',
      },
      silent: { message: 'The microphone is silent.', hint: 'Is it switched off, or turned down to nothing?' },
      heldBack: { message: 'The browser holds the sound back.', hint: 'Click anywhere in this page.' },
    },
  },

  robot: {
    picture: (arm: string, light: string, voice: string) => `The robot. ${arm} ${light} ${voice}`,
    arm: (angle: number) => `Its arm is at ${Math.round(angle)} degrees.`,
    light: (color: string) => `Its light shines in ${color}.`,
    dark: 'Its light is off.',
    says: (sentence: string) => `It says: ${sentence}`,
    quiet: 'It is quiet.',
    speaksHere: 'This browser speaks for the robot',
    speakHere: 'Let this browser speak',
    speakHereClick: 'Click, so that it may speak',
    speakHereExplained: 'The robot has no loudspeaker. Press to change whether it is heard here.',
    degrees: (angle: number) => `${Math.round(angle)}°`,
  },

  do: {
    heading: 'I do',
    waiting: 'The buttons appear when the robot is there.',
    part: (name: string) => name,
    action: (name: string) => name.replaceAll('_', ' '),
    argument: (name: string) => name.replaceAll('_', ' '),
    color: (name: string) => name,
    otherColor: 'another color',
    seconds: 's',
    usual: 'usual',
    more: 'More to choose',
    yes: 'yes',
    no: 'no',
    nothing: '–',
    sentence: 'Hello!',
    pretendName: (label: string) => `Pretend to press ${label}`,
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
    heading: 'Why?',
    empty: 'When the robot does something because it saw or heard something, the way from one to the other is drawn here.',
    sentence: (action: string, label: string, milliseconds: string) =>
      `${action} because of “${label}”, ${milliseconds} later`,
    sentenceWithoutLabel: (action: string, milliseconds: string) => `${action}, after ${milliseconds}`,
    milliseconds: (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`,
    sure: (confidence: number) => confidence.toFixed(2),
    call: (action: string) => `${action}()`,
    way: 'The way from what was recognised to the robot',
    steps: {
      frame: 'picture',
      recognised: 'recognised',
      sent: 'sent',
      received: 'robot knows',
      handler: 'recipe begins',
      commanded: 'recipe asks',
      acted: 'robot acts',
    } as Record<string, string>,
  },

  build: {
    door: 'Build & calibrate',
    back: 'Back to playing',
    calibration: 'Calibrate the arm',
    calibrationExplained:
      'Every servo is a little different. Move the arm with a slider, and tell the robot where down, up and back are. A recipe that runs is stopped for it.',
    noArm: 'This robot has no arm.',
    begin: 'Begin',
    pulse: 'Pulse of the arm’s servo',
    less: 'A little shorter pulse',
    more: 'A little longer pulse',
    microseconds: (pulse: number) => `${pulse} µs`,
    places: { down: 'down', up: 'up', back: 'back' },
    thisIs: (place: string) => `This is ${place}`,
    goTo: (place: string) => `go ${place}`,
    invert: 'Other hand',
    sides: { left: 'left-handed', right: 'right-handed' },
    tryOut: 'Try a wave',
    save: 'Save',
    saved: 'Saved. The arm moves like this from now on.',
    cancel: 'Cancel',
    wiring: 'Where the wires go',
    wiringExplained: {
      pi: 'Point at a wire to follow it. Switch the robot off before you move one.',
      pico: 'Point at a wire to follow it. Unplug the Pico before you move one.',
    },
    picture: (board: 'pi' | 'pico') =>
      `The pins of the ${board === 'pico' ? 'Pico' : 'Raspberry Pi'} with every wire to every part; the table says the same.`,
    table: 'Every wire',
    columns: ['part', 'wire', 'pin', 'its name'],
    wireName: (name: string) => name,
    wire: (color: string, name: string) => (color === name ? name : `${color}, ${name}`),
    pin: (pin: number) => `${pin}`,
    shared: ' (shared)',
    show: 'Show it in the picture',
    print: 'Print',
  },

  timeline,
  room,
  tabs: { label: 'Parts of the page', see: 'See', do: 'Do', lesson: 'Lesson', recipe: 'Recipe' },
};

export type Words = typeof en;
