/** What is said about the robots in the network. */
export const room = {
  door: 'Robots',
  doorMeans: 'All robots in this room',
  back: 'Back to the robot',
  heading: 'Robots in this room',
  pick: 'Which one is yours? Its name is stamped on its chest.',
  looking: 'Looking around …',
  this: 'this one',
  visit: 'Visit',
  byNumber: 'or by number:',
  alone: 'No other robot answers.',
  aloneHint:
    'Is it on, and in the same Wi-Fi? A guest Wi-Fi is another one. Some schools’ Wi-Fi keeps computers apart: then ask whoever runs it, or open the robot by its number.',
  finding: 'This robot is looking for a name that no other has …',
  onlyHere: 'This robot keeps to its own computer, so it knows no others.',
  onlyHereHint: 'To let it into the network, start it with tjbot start --listen 0.0.0.0, or write listen = "0.0.0.0" in its tjbot.toml.',
  more: 'There are more than fit in here. That many robots in one room: somebody may be making them up.',
};
