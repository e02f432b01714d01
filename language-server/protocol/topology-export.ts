/** The topology as a file: pictures are made by a page, as it shows them, and diagrams by the server. */

/** Of a page's picture, with what has been dragged, collapsed and left out there. */
export type PictureFormat = 'svg' | 'png' | 'drawio';

/** `theme`: as on the screen; `print`: dark on white, whatever the theme. */
export type PictureColours = 'theme' | 'print';

/** In the language of a program that lays the topology out itself. */
export type DiagramFormat = 'mermaid' | 'dot';

/** client → server: the topology at a moment of the file, without `step` at its end, as the text of a diagram. */
export interface TopologyExportRequest {
  readonly method: 'dnet/topology/export';
  readonly params: {
    readonly textDocument: { readonly uri: string };
    readonly format: DiagramFormat;
    readonly step?: number;
  };
  readonly result: string | null;
}
