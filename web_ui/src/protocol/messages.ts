// Generated from schema.json by `npm run generate`; edit tjbot/protocol/ instead.

export type Wire = Command | Report;
export type Command =
  | Hello
  | Want
  | Do
  | Halt
  | Rest
  | Run
  | Stop
  | Input
  | Typed
  | Remember
  | Recall
  | Offer
  | Have
  | Ask
  | Willing
  | Answer
  | Ping
  | Seen
  | At
  | SetPace
  | Step;
export type Report =
  | Welcome
  | Done
  | Failed
  | Recalled
  | State
  | Output
  | Stopped
  | Asked
  | Answered
  | Pong
  | ClassState
  | Robots
  | Pacing
  | Place
  | Traced
  | Began
  | Deed
  | Outcome
  | Over
  | Seen;

/**
 * The first message of every client; binds it to one body (by default the real one).
 *
 * `wants` lists the reports that the client would like to get unasked. In `language` sentences are told to it.
 * `token` is what its starter gave to a recipe; a page and a tool on this machine need none.
 */
export interface Hello {
  type: 'hello';
  protocol: number;
  role: 'page' | 'recipe' | 'tool';
  name: string;
  body?: string | null;
  token?: string | null;
  /**
   * @maxItems 8
   */
  wants?: ('class' | 'output' | 'seen' | 'state' | 'traced' | 'why')[];
  language?: string;
}
/**
 * The reports that the client would like to get unasked from now on, in place of those that it named before.
 *
 * Those that are new to it begin as after a `Hello`: with the whole state, and with all that is seen now.
 */
export interface Want {
  type: 'want';
  /**
   * @maxItems 8
   */
  wants: ('class' | 'output' | 'seen' | 'state' | 'traced' | 'why')[];
}
/**
 * Asks a part to act. Answered with `Done` when the action is over (`wait`: true) or begun
 * (`wait`: false), or with `Failed`. `trace` and `stamps` are those of the event that caused it, `line` is that of the
 * recipe.
 */
export interface Do {
  type: 'do';
  id: number;
  action: string;
  arguments?: {
    [k: string]: boolean | number | string | null;
  };
  wait?: boolean;
  trace?: string | null;
  stamps?: {
    /**
     * seconds on the daemon's monotonic clock
     */
    [k: string]: number;
  };
  line?: number | null;
}
/**
 * STOP: no new pulse target within 50 ms; ends running actions and the recipe of the body.
 */
export interface Halt {
  type: 'halt';
  id: number;
}
/**
 * Moves the arm gently to its rest angle, then cuts the pulse and puts the light out.
 */
export interface Rest {
  type: 'rest';
  id: number;
}
/**
 * Starts a recipe of the library on the client's body; the one that runs there is stopped.
 *
 * Its errors are explained in `language`; null is the robot's own. `pace` may be slow from its first line on.
 */
export interface Run {
  type: 'run';
  id: number;
  recipe: string;
  language?: string | null;
  pace?: 'normal' | 'slow' | 'step';
}
/**
 * Stops the recipe that runs on the client's body, halts the robot and lets it rest.
 */
export interface Stop {
  type: 'stop';
  id: number;
}
/**
 * From a recipe: asks people for a line of text; the pages show the question (`about.question`) until one answers.
 *
 * Answered with `Done`, whose `value` is the line, when somebody has typed one; it may take for ever. One question of
 * a body is open at a time.
 */
export interface Input {
  type: 'input';
  id: number;
  prompt?: string;
}
/**
 * The line that somebody typed as the answer to a question; `question` is the number that `about.question` tells.
 *
 * The first answer counts; a later one, and one to a question that is over, is answered with `Failed`.
 */
export interface Typed {
  type: 'typed';
  id: number;
  question: number;
  /**
   * a line of text; line breaks in it become spaces
   */
  text: string;
}
/**
 * From a recipe: keeps a value for its later runs, on the disk when `Done` comes; null forgets the name.
 *
 * Each recipe has a memory of its own. A value may have 16,000 bytes as JSON, a recipe's whole memory 64,000.
 */
export interface Remember {
  type: 'remember';
  id: number;
  name: string;
  value?: {
    [k: string]: unknown;
  };
}
/**
 * From a recipe: asks for what it has remembered under a name. Answered with `Recalled`.
 */
export interface Recall {
  type: 'recall';
  id: number;
  name: string;
}
/**
 * The labels that a model of the client can recognise from now on, by its sense; an empty list withdraws.
 */
export interface Offer {
  type: 'offer';
  model: string;
  sense?: 'hear' | 'see' | 'touch';
  /**
   * @maxItems 2000
   */
  labels: string[];
}
/**
 * All models that the client has from now on, also those that recognise nothing at the moment (see `Offer`).
 */
export interface Have {
  type: 'have';
  /**
   * @maxItems 64
   */
  models: PageModel[];
}
/**
 * A model that a client has: its name for people (`title`), the labels that it knows, and whether it is switched
 * on. One that is on recognises nothing while its camera or microphone is off.
 */
export interface PageModel {
  model: string;
  title: string;
  sense?: 'hear' | 'see' | 'touch';
  /**
   * @maxItems 2000
   */
  labels: string[];
  on?: boolean;
}
/**
 * Asks what a page's models make of a picture. With a picture it travels in front of it, in one binary frame
 * (`tjbot.protocol.enclosed`); as text it is about what the page sees at this moment. Answered with `Answered`, or
 * with `Failed` where no page is willing or none answers.
 */
export interface Ask {
  type: 'ask';
  id: number;
  what: 'faces' | 'objects' | 'picture';
}
/**
 * The questions about pictures that the client answers from now on; it gets `Asked` for them. `sees` is true while
 * it has pictures of its own: a camera, the robot's eyes or a file.
 */
export interface Willing {
  type: 'willing';
  /**
   * @maxItems 8
   */
  what: ('faces' | 'objects' | 'picture')[];
  sees?: boolean;
}
/**
 * Answers an `Asked`: what was found, the surest first; or `message` and `hint`, why it cannot be told.
 */
export interface Answer {
  type: 'answer';
  question: number;
  /**
   * @maxItems 100
   */
  findings?: Finding[];
  message?: string | null;
  hint?: string;
}
/**
 * Something that was found in a picture, and where: fractions of the picture, from its left and its top.
 *
 * The place is missing for what the picture shows as a whole.
 */
export interface Finding {
  label: string;
  confidence: number;
  left?: number | null;
  top?: number | null;
  width?: number | null;
  height?: number | null;
}
/**
 * Asks for the daemon's clock, so that a client can convert its own stamps to it.
 */
export interface Ping {
  type: 'ping';
  id: number;
}
/**
 * Something recognised (seen, heard or felt: `sense`), on the edge (`started`, `stopped`) or while it
 * lasts (`now`, at most 10 a second). From a client to the daemon, and from the daemon to all who want it.
 *
 * `x` is 0 at the left as the person sees themselves, `y` is 0 at the bottom; `width` and `height`
 * are fractions of the picture. `pointer_x` and `pointer_y` are what a hand points at, and `speed` is how fast
 * it (or a body) moves; they are left away where there are none. The daemon fills in `source` and `time`.
 * `stamps` holds daemon-clock times of the steps so far: frame, recognised, sent, received …
 */
export interface Seen {
  type: 'seen';
  label: string;
  phase: 'now' | 'started' | 'stopped';
  model?: string;
  sense?: 'hear' | 'see' | 'touch';
  confidence?: number;
  x?: number | null;
  y?: number | null;
  width?: number | null;
  height?: number | null;
  pointer_x?: number | null;
  pointer_y?: number | null;
  speed?: number | null;
  side?: ('left' | 'right') | null;
  trace?: string | null;
  stamps?: {
    /**
     * seconds on the daemon's monotonic clock
     */
    [k: string]: number;
  };
  source?: string | null;
  time?: number | null;
}
/**
 * From a recipe that is run slowly or in steps: the line that is about to run, in which function, with the
 * variables that it sees; `hidden` is how many more there are. `place` counts the lines. It is not answered: a recipe
 * that is run in steps waits for `Pacing`.
 */
export interface At {
  type: 'at';
  place: number;
  line: number;
  function?: string;
  /**
   * @maxItems 24
   */
  variables?: Variable[];
  hidden?: number;
}
/**
 * A variable of a recipe, and what it holds, as a short text.
 */
export interface Variable {
  name: string;
  value: string;
}
/**
 * How fast the recipe that the robot runs on the client's body shall go on: as ever, so many seconds a line, or in
 * steps.
 */
export interface SetPace {
  type: 'pace';
  id: number;
  pace: 'normal' | 'slow' | 'step';
  /**
   * seconds from one line to the next
   */
  seconds?: number;
}
/**
 * Lets the recipe that waits at a place run that line. A place that it has left is passed over, so that who presses
 * twice takes one step.
 */
export interface Step {
  type: 'step';
  id: number;
  place: number;
}
/**
 * The daemon's first message: which body the client has, what it can do, who drives. `labels` is all that is
 * recognised now; `offers` is what models of the clients recognise of it, by sense; `models` are all models that the
 * clients have, also those that are switched off.
 */
export interface Welcome {
  type: 'welcome';
  protocol: number;
  version: string;
  name: string;
  body: string;
  client: string;
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  parts: PartOffer[];
  labels?: string[];
  offers?: {
    [k: string]: string[];
  };
  models?: PageModel[];
  driver?: string | null;
  simulated?: boolean;
}
/**
 * A part of the body, what it can do, read and notice (`labels`, with its `sense`), and its fault (with the
 * cure) if it has one.
 */
export interface PartOffer {
  name: string;
  summary: string;
  actions?: ActionOffer[];
  readings?: string[];
  fault?: string | null;
  sense?: ('hear' | 'see' | 'touch') | null;
  labels?: string[];
}
/**
 * One verb of the robot: its name in recipes, on the command line and in the page. `answers` is true where one asks
 * it for a value.
 */
export interface ActionOffer {
  name: string;
  summary: string;
  arguments?: ArgumentOffer[];
  answers?: boolean;
}
/**
 * One argument of an action: what the page, the command line and the editor need of it.
 */
export interface ArgumentOffer {
  name: string;
  unit: string;
  required?: boolean;
  default?: boolean | number | string | null;
  minimum?: number | null;
  maximum?: number | null;
  choices?: string[];
}
/**
 * A command is over (or begun); `value` is its answer, `note` a sentence worth reading.
 */
export interface Done {
  type: 'done';
  id: number;
  value?: boolean | number | string | null;
  note?: string | null;
}
/**
 * A command was not carried out: what happened, what to try, and where in the message.
 *
 * `id` is missing where the message was too broken to have one. `halted` is true where the action was
 * begun and cut short by STOP, so that nobody takes it for a mistake.
 */
export interface Failed {
  type: 'failed';
  message: string;
  hint?: string;
  path?: string;
  halted?: boolean;
  id?: number | null;
}
/**
 * What a recipe has remembered; null where that is nothing.
 */
export interface Recalled {
  type: 'recalled';
  id: number;
  value?: {
    [k: string]: unknown;
  };
}
/**
 * What has changed; the first one after `Welcome` holds everything.
 *
 * On the wire each part is a key at the top: `{"type": "state", "time": …, "arm": {…}, "about": …}`;
 * the codec folds them into `parts`.
 */
export interface State {
  type: 'state';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  about?: About | null;
  [k: string]: unknown;
}
/**
 * Everything about the robot that no part tells. `labels` and `offers` are as in `Welcome`; `smoothing` holds what
 * was changed, by model and label; `models` the taught models by id with their hashes (`GET /api/models` tells more);
 * `question` is there while a recipe waits for somebody to type; `pupil` on a pupil's own robot. `recipes` is missing
 * where all cards are still as they were told last: they are most of it. `lesson` is there while a
 * lesson is open on the body.
 */
export interface About {
  name: string;
  body: string;
  recipes?: RecipeCard[];
  clients?: ClientCard[];
  labels?: string[];
  offers?: {
    [k: string]: string[];
  };
  smoothing?: {
    [k: string]: {
      [k: string]: Smoothing;
    };
  };
  models?: {
    [k: string]: string;
  };
  driver?: string | null;
  question?: Question;
  pupil?: OwnPupil;
  lesson?: LessonState;
}
/**
 * A recipe of the library: `mine` is true for a copy in the robot's home, `level` is 0 where none is told,
 * `words` are those of the robot in the order of the text, and `edition` is another one for each text.
 */
export interface RecipeCard {
  file: string;
  title: string;
  needs?: string;
  learn?: string;
  level?: number;
  words?: RecipeWord[];
  edition?: string;
  mine?: boolean;
  running?: boolean;
}
/**
 * A word of the robot that a recipe uses (`when_sees`, `shine`), with the first value in its brackets.
 */
export interface RecipeWord {
  word: string;
  value?: string;
}
/**
 * A client that is connected now.
 */
export interface ClientCard {
  client: string;
  role: 'page' | 'recipe' | 'tool';
  name: string;
}
/**
 * How eager a label is: how sure the model must be, how many frames in a row make the label start and (without it)
 * stop, and how many seconds lie between two starts at the least.
 */
export interface Smoothing {
  threshold: number;
  frames_to_enter: number;
  frames_to_leave: number;
  gap_seconds: number;
}
/**
 * What a recipe's `input()` waits for: answer it with `Typed`. `recipe` is the file that asks.
 *
 * The prompt has been printed by the recipe as well, and it prints the answer when it comes, so both stand in the
 * output of every page.
 */
export interface Question {
  number: number;
  prompt: string;
  recipe: string;
}
/**
 * Whose own robot a body is, in a class. With `key` another program of the same pupil comes in. The real robot is
 * theirs (`mine`) until `ends_at`, if that is told, or they wait for it: `place` 1 is next; `someone` is the name of
 * who has it. `message` is the teacher's.
 */
export interface OwnPupil {
  id: string;
  name: string;
  key: string;
  locked?: boolean;
  message?: string;
  turn?: 'mine' | 'none' | 'waiting';
  place?: number;
  ends_at?: number | null;
  someone?: string | null;
  slice_seconds?: number;
}
/**
 * The lesson that is open on a body, its goals, and the file of the pupil's recipe for it.
 */
export interface LessonState {
  id: string;
  title: string;
  recipe: string;
  goals: LessonGoalState[];
}
/**
 * A goal of the lesson, in English; `GET /api/lessons/{id}?language=de` tells it in other languages, in the same
 * order.
 */
export interface LessonGoalState {
  text: string;
  reached?: boolean;
}
/**
 * What a recipe printed, or (`notice`) what there is to say about its run.
 */
export interface Output {
  type: 'output';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  recipe: string;
  stream: 'notice' | 'stderr' | 'stdout';
  text: string;
}
/**
 * To a recipe: your turn is over, end now. The message says who or what ended it.
 */
export interface Stopped {
  type: 'stopped';
  message: string;
}
/**
 * A question to a client that is willing, and the name of who asks. The picture follows in the same binary frame;
 * where this is text, what the client sees itself is meant.
 */
export interface Asked {
  type: 'asked';
  question: number;
  what: 'faces' | 'objects' | 'picture';
  asker: string;
}
/**
 * What a page's models made of a picture, the surest first.
 */
export interface Answered {
  type: 'answered';
  id: number;
  findings: Finding[];
}
/**
 * The daemon's monotonic clock at the moment of answering.
 */
export interface Pong {
  type: 'pong';
  id: number;
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
}
/**
 * All of the class, to teachers who want the topic `class`; again whenever it has changed.
 */
export interface ClassState {
  type: 'class';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  class: Class;
}
/**
 * A class: open or not, who has the real robot, who waits for it (who is next first), and its pupils by name.
 */
export interface Class {
  open?: boolean;
  locked?: boolean;
  handing?: 'queue' | 'teacher';
  slice_seconds?: number;
  message?: string;
  turn?: Turn | null;
  queue?: string[];
  pupils?: Pupil[];
}
/**
 * Who has the real robot, and until when; it is theirs for longer where nobody waits, or it is handed by hand.
 */
export interface Turn {
  pupil: string;
  ends_at?: number | null;
}
/**
 * A pupil of the class. `connected` is true while a page or program of theirs is here; `error` is what their last
 * recipe ended with, since `error_since`, and goes when the next one begins. `goals_reached` of `goals` are those of
 * their `lesson`.
 */
export interface Pupil {
  id: string;
  name: string;
  body: string;
  connected?: boolean;
  recipe?: RunningRecipe | null;
  error?: string | null;
  error_since?: number | null;
  goals_reached?: number;
  goals?: number;
  lesson?: string | null;
}
/**
 * The recipe that runs on a pupil's own robot.
 */
export interface RunningRecipe {
  file: string;
  title: string;
}
/**
 * How pupils' own robots are, by body and part, to teachers who want the topic `class`: the first one is whole,
 * later ones hold what has changed since, at most ten times a second.
 */
export interface Robots {
  type: 'robots';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  robots: {
    [k: string]: {
      [k: string]: {
        [k: string]: unknown;
      };
    };
  };
}
/**
 * To a recipe: how fast to go on from here; `passed` is the last place that it need not wait at.
 */
export interface Pacing {
  type: 'pacing';
  pace: 'normal' | 'slow' | 'step';
  /**
   * seconds from one line to the next
   */
  seconds?: number;
  passed?: number;
}
/**
 * Where the recipe is that runs slowly or in steps, and how fast it goes; `line` is missing where it has not told
 * of one at this pace. Told to pages that want to know why, also to those that come later.
 */
export interface Place {
  type: 'place';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  recipe: string;
  run: number;
  pace: 'normal' | 'slow' | 'step';
  /**
   * seconds from one line to the next
   */
  seconds?: number;
  place?: number;
  line?: number | null;
  function?: string;
  variables?: Variable[];
  hidden?: number;
}
/**
 * The way of one wave: an event and the daemon-clock time of each of its steps, the part that acts, and the recipe
 * and its line that asked for it, where it was one.
 */
export interface Traced {
  type: 'traced';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  trace: string;
  action: string;
  stamps: {
    /**
     * seconds on the daemon's monotonic clock
     */
    [k: string]: number;
  };
  part?: string | null;
  recipe?: string | null;
  line?: number | null;
}
/**
 * A recipe of the robot began to run. `edition` is that of its text, and its `random` was seeded with `seed`.
 */
export interface Began {
  type: 'began';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  recipe: string;
  run: number;
  edition?: string;
  seed?: number | null;
}
/**
 * Something that a recipe asked for: an action (`word`, with its `part`), or `input`, `ask`, `remember`, `recall`.
 *
 * `connect` says that it has met the robot, `read` that it is told of the parts' readings from now on; these two are
 * never answered. `number` counts deeds and outcomes of one recipe from 1: where one is missing, it was lost on the
 * way.
 * `trace` and `stamps` are those of the event that caused it.
 */
export interface Deed {
  type: 'deed';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  id: number;
  number: number;
  word: string;
  recipe: string;
  run?: number | null;
  line?: number | null;
  part?: string | null;
  arguments?: {
    [k: string]: unknown;
  };
  wait?: boolean;
  trace?: string | null;
  stamps?: {
    /**
     * seconds on the daemon's monotonic clock
     */
    [k: string]: number;
  };
}
/**
 * What came of the deed with this `id`: its `value`, or the sentence why it was not done; `halted` by STOP.
 */
export interface Outcome {
  type: 'outcome';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  id: number;
  number: number;
  run?: number | null;
  value?: {
    [k: string]: unknown;
  };
  note?: string | null;
  message?: string | null;
  hint?: string;
  halted?: boolean;
}
/**
 * A run is over, and all that it printed was told.
 */
export interface Over {
  type: 'over';
  /**
   * seconds on the daemon's monotonic clock
   */
  time: number;
  recipe: string;
  run: number;
  ending: 'failed' | 'finished' | 'stopped';
}
