/** What Node's extension host and the web's both have, beside the language itself. */
declare function setTimeout(callback: () => void, milliseconds: number): number | object;
declare function clearTimeout(timer: number | object | undefined): void;

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean });
  decode(bytes: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare function atob(text: string): string;

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
