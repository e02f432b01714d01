import * as vscode from 'vscode';
import { LANGUAGE_ID } from './language-client.ts';

const SMALLEST_INTERESTING_LAB = `network backend

container web {
  image nginx:1.27
  network backend
  publish 8080:80/tcp
}
container db { image postgres:17; network backend }

expect web can reach db on 5432/tcp
expect outside can reach host on 8080/tcp
expect outside cannot reach db
`;

/** Opens an unsaved lab with a few statements to change. */
export async function createNewLab(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({
    language: LANGUAGE_ID,
    content: SMALLEST_INTERESTING_LAB,
  });
  await vscode.window.showTextDocument(document);
}
