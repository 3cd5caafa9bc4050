import { MODELS } from '../models/registry';

/** What the models of this page will recognise once the camera is on. */
export const KNOWN_LABELS: readonly string[] = [...new Set(MODELS.flatMap(({ labels }) => labels))];
