/**
 * Files that the client reads for the server: those of file systems that only the client knows, as in VS Code for the
 * Web. Asked for where `initializationOptions.files` is true, and never for `file:`.
 */

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** server → client: the text of a file of the workspace; null where there is none, or where it may not be read. */
export interface ReadFileRequest {
  readonly method: 'dnet/readFile';
  readonly params: { readonly uri: string };
  readonly result: { readonly text: string } | null;
}

/** server → client: what is in a folder of the workspace; null as above. */
export interface ReadFolderRequest {
  readonly method: 'dnet/readFolder';
  readonly params: { readonly uri: string };
  readonly result: { readonly entries: readonly FolderEntry[] } | null;
}
