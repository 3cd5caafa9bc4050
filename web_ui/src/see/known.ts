import { GESTURES } from '../models/hand/gestures';

/** What the models of this page will recognise once the camera is on. */
export const KNOWN_LABELS: readonly string[] = GESTURES;
