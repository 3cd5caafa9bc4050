/** Every word on the page. Another language is another file with the same keys. */
export const en = {
  title: (name: string) => (name ? `TJBot «${name}»` : 'TJBot'),
  heading: 'TJBot',
  understood: 'OK',

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
    messages: (count: number) => (count === 1 ? '1 message' : `${count} messages`),
    explained: 'Your pictures are looked at here, in this page. Only short messages such as “open hand” go to the robot.',
  },

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
    eyes: { computer: 'my camera', robot: 'the robot’s eyes' },
    simulated: 'This robot has no camera, so it sees a drawn room.',
    pictures: 'Pictures that the robot took',
    picture: (time: string) => `Picture, ${time}`,
    forget: (time: string) => `Throw away the picture, ${time}`,
    howSure: 'how sure',
    pretend: 'No camera? Hold a word down to pretend.',
    pretendName: (label: string) => `Pretend to see ${label}`,
    noLabels: 'Words appear here when the camera runs.',
    status: (backend: string, threads: number, milliseconds: number) =>
      `${backend}${threads > 1 ? ` · ${threads} threads` : ''} · ${milliseconds.toFixed(0)} ms a picture`,
    statusExplained: 'What computes, and how long it looks at one picture',
  },

  robot: {
    picture: (arm: string, light: string, voice: string) => `The robot. ${arm} ${light} ${voice}`,
    arm: (angle: number) => `Its arm is at ${Math.round(angle)} degrees.`,
    light: (color: string) => `Its light shines in ${color}.`,
    dark: 'Its light is off.',
    says: (sentence: string) => `It says: ${sentence}`,
    quiet: 'It is quiet.',
    speaksHere: 'This browser speaks for the robot',
    speakHere: 'Let this browser speak for the robot',
    speakHereClick: 'Click here, so that this browser may speak',
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
    sentence: 'Hello!',
  },

  recipes: {
    heading: 'Recipe',
    list: 'Recipes',
    waiting: 'The recipes appear when the robot is there.',
    none: 'This robot has no recipes yet.',
    run: 'Run',
    stop: 'Stop',
    running: 'runs now',
    source: (title: string) => `Text of the recipe ${title}`,
    keys: 'Ctrl + Enter runs. Esc, then Tab leaves the text.',
    unsaved: 'not saved yet: Run saves it',
    saved: 'my copy, saved on the robot',
    original: 'as it came with the robot',
    restore: 'Back to the original',
    output: 'What the recipe says',
    silent: 'What the recipe prints appears here.',
    about: (needs: string, learn: string) =>
      [needs && `You need: ${needs}.`, learn && `You learn: ${learn}.`].filter(Boolean).join(' '),
  },

  why: {
    heading: 'Why?',
    empty: 'When the robot does something because it saw something, the way from one to the other is drawn here.',
    sentence: (action: string, label: string, milliseconds: string) =>
      `${action} because of “${label}”, ${milliseconds} later`,
    sentenceWithoutLabel: (action: string, milliseconds: string) => `${action}, after ${milliseconds}`,
    milliseconds: (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`,
    sure: (confidence: number) => confidence.toFixed(2),
    call: (action: string) => `${action}()`,
    way: 'The way from the picture to the robot',
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

  tabs: { label: 'Parts of the page', see: 'See', do: 'Do', recipe: 'Recipe' },
};

export type Words = typeof en;
