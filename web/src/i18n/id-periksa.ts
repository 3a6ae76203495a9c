import { isian } from './id/isian';
import { workspace } from './id/workspace';

/** What only the workspace says. */
export const periksa = { ...workspace, ...isian };
