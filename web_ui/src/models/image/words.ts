/** The words that pupils know for the 1,000 classes of ImageNet; classes that are in no group are nothing to us. */

/** How many classes the network tells apart. */
export const CLASSES = 1000;

/** How many words of a single picture are told, and how likely each must be. */
const MOST_TOLD = 5;
const LEAST_TOLD = 0.05;

/** Each word, and the numbers of its classes in ImageNet's usual order. */
const GROUPS: Readonly<Record<string, string>> = {
  // Animals
  dog: '151-268 273-275',
  cat: '281-285',
  wolf: '269-272',
  fox: '277-280',
  'big cat': '286-293',
  bear: '294-297 388',
  rabbit: '330-332',
  mouse: '333 336 338',
  squirrel: '335',
  horse: '339',
  zebra: '340',
  pig: '341-343',
  cow: '345-347',
  sheep: '348-350',
  deer: '351-353',
  camel: '354 355',
  monkey: '365-384',
  elephant: '101 385 386',
  hippo: '344',
  kangaroo: '104',
  koala: '105',
  bird: '9-24 80-83 85-96 127-129 131-144 146',
  chicken: '7 8',
  peacock: '84',
  duck: '97-100',
  flamingo: '130',
  penguin: '145',
  fish: '0 1 389-397',
  shark: '2-4',
  whale: '147 148',
  seal: '149 150',
  jellyfish: '107',
  starfish: '327',
  crab: '118-125',
  snail: '113 114',
  frog: '30-32',
  turtle: '33-37',
  lizard: '25-29 38-48',
  crocodile: '49 50',
  dinosaur: '51',
  snake: '52-68',
  spider: '72-77',
  beetle: '300-307',
  insect: '308-318',
  dragonfly: '319 320',
  butterfly: '321-326',
  // Food
  apple: '948',
  banana: '954',
  orange: '950',
  lemon: '951',
  strawberry: '949',
  pineapple: '953',
  mushroom: '947 991-997',
  'bell pepper': '945',
  cucumber: '939 943',
  broccoli: '937 938',
  corn: '987 998',
  pumpkin: '607 940-942',
  bread: '930 931',
  pretzel: '932',
  burger: '933',
  'hot dog': '934',
  pizza: '963',
  'ice cream': '928 929',
  // At the table
  cup: '504 967 968',
  glass: '441 572 966',
  bottle: '440 720 737 898 907',
  teapot: '505 849 899',
  plate: '923',
  bowl: '659 809',
  spoon: '618 910',
  pan: '521 544 567 909',
  // At school and on the desk
  pen: '418 563 749',
  'pencil case': '709',
  eraser: '767',
  ruler: '769 798',
  book: '921 917',
  backpack: '414',
  laptop: '620 681',
  'computer keyboard': '508 810 878',
  'computer mouse': '673',
  screen: '664 782 851',
  'remote control': '761',
  phone: '487 528 590 605 707',
  camera: '732 759',
  clock: '409 530 892',
  watch: '531 826',
  microphone: '650',
  'paper towel': '700 999',
  envelope: '549',
  // Around the house
  chair: '423 559 765 857',
  sofa: '831',
  bed: '520 564',
  table: '526 532 736',
  lamp: '619 846',
  candle: '470',
  pillow: '721',
  vase: '883',
  'flower pot': '738',
  flower: '985 986',
  fan: '545',
  bucket: '463',
  broom: '462 840',
  umbrella: '879',

  hammer: '587',
  screwdriver: '784',
  key: '695 507',
  box: '478 519 692',
  'teddy bear': '850',
  sunglasses: '836 837',
  hat: '433 439 515 808',
  shoe: '502 514 630 770 774',
  sock: '806',
  mask: '643 570',
  // Play and music
  ball: '429 430 522 574 722 768 805 852 890',
  balloon: '417',
  puzzle: '611',
  guitar: '402 420 546',
  piano: '579 881',
  violin: '486 889',
  drum: '541 822',
  flute: '558 683 684 699',
  trumpet: '513 566 875 776',
  // On the move
  car: '436 468 511 609 627 656 661 751 817 734',
  bus: '654 779 874',
  truck: '555 569 675 717 864 867',
  ambulance: '407',
  tractor: '595 866',
  train: '466 547 705 820 829',
  bicycle: '444 671 880',
  motorbike: '665 670',
  tricycle: '870',
  plane: '404 895 908',
  rocket: '657 744 812',
  ship: '403 472 484 510 554 576 625 628 724 780 814 833 871 914',
  'traffic light': '920',
  'traffic sign': '919',
  castle: '483 698',
};

/** What the model can say. */
export const WORDS: readonly string[] = Object.keys(GROUPS);

/** For each class the place of its word in `WORDS`, or -1. */
const WORD_OF_CLASS: readonly number[] = wordsOfClasses();

/**
 * How sure the network is of each word, 0…1: the sum over the word's classes.
 *
 * @param logits one number a class, before the softmax
 */
export function wordsOf(logits: ArrayLike<number>): Record<string, number> {
  let most = -Infinity;
  for (let index = 0; index < CLASSES; index++) most = Math.max(most, logits[index] as number);
  const sums = WORDS.map(() => 0);
  let total = 0;
  for (let index = 0; index < CLASSES; index++) {
    const share = Math.exp((logits[index] as number) - most);
    const word = WORD_OF_CLASS[index] as number;
    total += share;
    if (word >= 0) sums[word] = (sums[word] as number) + share;
  }
  return Object.fromEntries(WORDS.map((word, index) => [word, Math.min(1, (sums[index] as number) / total)]));
}

/** Of what `wordsOf` gives, the likeliest five at the most, the surest first, without what is hardly there at all. */
export function likeliest(words: Readonly<Record<string, number>>): [word: string, confidence: number][] {
  return Object.entries(words)
    .filter(([, confidence]) => confidence >= LEAST_TOLD)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_TOLD);
}

function wordsOfClasses(): number[] {
  const words = Array.from({ length: CLASSES }, () => -1);
  for (const [index, ranges] of Object.values(GROUPS).entries()) {
    for (const range of ranges.split(' ')) {
      const [first = 0, last = first] = range.split('-').map(Number);
      for (let member = first; member <= last; member++) {
        if (words[member] !== -1) throw new Error(`The class ${member} belongs to two words.`);
        words[member] = index;
      }
    }
  }
  return words;
}
