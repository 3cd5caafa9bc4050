/** What a new recipe can begin with: each runs as it is. */
export interface Template {
  name: 'blank' | 'event' | 'loop' | 'two';
  source: string;
}

const BEGIN = '"""New. Level 1. You need: a robot. You learn: what you like."""\n\nfrom tjbot import robot\n\n';

export const TEMPLATES: readonly Template[] = [
  { name: 'blank', source: `${BEGIN}robot.wave()\n` },
  {
    name: 'event',
    source: `${BEGIN}
@robot.when_sees("open hand")
def greet():
    robot.shine("green")
    robot.wave()
`,
  },
  {
    name: 'loop',
    source: `${BEGIN}for color in ["red", "orange", "yellow", "green", "blue"]:
    robot.shine(color)
    robot.sleep(0.5)
`,
  },
  {
    name: 'two',
    source: `${BEGIN}
@robot.when_sees("open hand")
def begins():
    robot.raise_arm()


@robot.when_stops_seeing("open hand")
def ends():
    robot.lower_arm()
`,
  },
];
