import type { workspace as id } from '../id/workspace';

export const workspace: Record<keyof typeof id, string> = {
  'workspace.title': 'Document',
  'workspace.back': 'Back to the documents',
  'workspace.page': 'Page {n} of {total}',
  'workspace.text': 'Text',
  'workspace.noText': 'No text yet.',
};
