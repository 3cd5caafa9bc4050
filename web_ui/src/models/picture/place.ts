/** Where something is, for those who want to know: the robot and the person, or whoever brought the picture. */
import type { PictureBox, Place } from '../define';
import type { Box } from '../hand/geometry';

interface Size {
  width: number;
  height: number;
}

/** As the person in front of the camera sees themselves.
 * @param box in the unit of the picture's size; what sticks out of the picture is cut off */
export function placeOf(box: Box, picture: Size): Place {
  const { x, y, width, height } = pictureBoxOf(box, picture);
  return { x: 1 - x - width / 2, y: 1 - y - height / 2, width, height };
}

/** As the picture is; as `placeOf`. */
export function pictureBoxOf({ left, top, right, bottom }: Box, picture: Size): PictureBox {
  const [x, end] = [fraction(left / picture.width), fraction(right / picture.width)];
  const [y, floor] = [fraction(top / picture.height), fraction(bottom / picture.height)];
  return { x, y, width: end - x, height: floor - y };
}

function fraction(value: number): number {
  return Math.max(0, Math.min(1, value));
}
