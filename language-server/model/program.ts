/**
 * The program: typed declarations in the order of the file, names bound, each part with its source span.
 *
 * A declaration is bound from one top-level statement alone and cached with it, so its spans are relative to that
 * statement like the tree's. Names are resolved in {@link Program}, which knows all declarations.
 */

import type { Span, Statement, SyntaxTree } from '../syntax/tree.ts';
import type { Chunks } from './chunks.ts';
import type { LayeredMap } from './layered-map.ts';

/** A value with the place it was written at. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** `KEYWORD …` as a whole, for facts and findings about the line rather than a value in it. */
interface DeclarationBase {
  readonly statement: Statement;
  /** Findings of binding this declaration alone: unknown property, bad value, missing argument … */
  readonly problems: readonly BindingProblem[];
  /** The names defined and used in this declaration, in the order of the text. */
  readonly references: readonly LocalReference[];
}

export interface BindingProblem extends Span {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly fix?: { readonly title: string; readonly edits: readonly (Span & { readonly newText: string })[] };
}

export interface HostDeclaration extends DeclarationBase {
  readonly kind: 'host';
  readonly name: Located<string> | undefined;
  readonly engine?: Located<string>;
  readonly interfaces: readonly {
    readonly name: Located<string>;
    readonly addresses: readonly Located<string>[];
    readonly span: Span;
  }[];
  readonly gateway?: Located<string>;
  readonly dns: readonly Located<string>[];
  readonly bridgeIp?: Located<string>;
  readonly fixedCidr?: Located<string>;
  readonly addressPools: readonly { readonly base: Located<string>; readonly size: Located<number> }[];
  readonly icc?: Located<boolean>;
  readonly iptables?: Located<boolean>;
  readonly userlandProxy?: Located<boolean>;
  readonly allowDirectRouting?: Located<boolean>;
  readonly swarm?: Located<'manager' | 'worker'>;
}

export interface NetworkDeclaration extends DeclarationBase {
  readonly kind: 'network';
  readonly name: Located<string> | undefined;
  readonly driver?: Located<string>;
  readonly subnets: readonly Located<string>[];
  readonly gateways: readonly Located<string>[];
  readonly ipRanges: readonly Located<string>[];
  readonly reserved: readonly { readonly name: Located<string>; readonly ip: Located<string> }[];
  readonly internal?: Located<boolean>;
  readonly attachable?: Located<boolean>;
  readonly ipv6?: Located<boolean>;
  readonly icc?: Located<boolean>;
  readonly masquerade?: Located<boolean>;
  readonly mtu?: Located<number>;
  readonly parent?: Located<string>;
  readonly mode?: Located<string>;
  readonly options: readonly { readonly key: Located<string>; readonly value: Located<string> }[];
  readonly on?: Located<string>;
}

/** What `network NET { … }` in a container and `connect … { … }` have in common. */
export interface AttachmentDeclaration {
  /** A network's name, `bridge`, `host`, `none` or `container:NAME`. */
  readonly network: Located<string>;
  readonly span: Span;
  readonly ip?: Located<string>;
  readonly ip6?: Located<string>;
  readonly aliases: readonly Located<string>[];
  readonly mac?: Located<string>;
  readonly gatewayPriority?: Located<number>;
}

export interface ContainerDeclaration extends DeclarationBase {
  readonly kind: 'container';
  readonly name: Located<string> | undefined;
  readonly image?: Located<string>;
  /** Empty: the default bridge. */
  readonly networks: readonly AttachmentDeclaration[];
  readonly publish: readonly Located<string>[];
  readonly publishAll?: Located<boolean>;
  readonly expose: readonly Located<string>[];
  /** Empty: the exposed and published ports are listened to. */
  readonly listen: readonly Located<string>[];
  readonly hostname?: Located<string>;
  readonly dns: readonly Located<string>[];
  readonly extraHosts: readonly { readonly name: Located<string>; readonly ip: Located<string> }[];
  readonly links: readonly { readonly container: Located<string>; readonly alias?: Located<string> }[];
  readonly mac?: Located<string>;
  readonly replicas?: Located<number>;
  readonly on?: Located<string>;
}

export interface ConnectDeclaration extends DeclarationBase {
  readonly kind: 'connect';
  readonly container: Located<string> | undefined;
  readonly attachment: AttachmentDeclaration | undefined;
}

export interface DisconnectDeclaration extends DeclarationBase {
  readonly kind: 'disconnect';
  readonly container: Located<string> | undefined;
  readonly network: Located<string> | undefined;
}

export interface LifecycleDeclaration extends DeclarationBase {
  readonly kind: 'start' | 'stop' | 'restart' | 'remove';
  readonly container: Located<string> | undefined;
}

export interface IncludeDeclaration extends DeclarationBase {
  readonly kind: 'include';
  readonly path: Located<string> | undefined;
}

export interface ReachExpectation {
  readonly kind: 'reach';
  readonly source: Located<string>;
  readonly positive: boolean;
  readonly target: Located<string>;
  /** Absent: ICMP echo. */
  readonly port?: Located<{ readonly port: number; readonly protocol: 'tcp' | 'udp' }>;
}

export interface ResolveExpectation {
  readonly kind: 'resolve';
  readonly source: Located<string>;
  readonly positive: boolean;
  readonly name: Located<string>;
  readonly targets: readonly Located<string>[];
}

export interface HasExpectation {
  readonly kind: 'has';
  readonly source: Located<string>;
  readonly property: Located<'ip' | 'mac' | 'gateway' | 'interfaces'>;
  readonly values: readonly Located<string>[];
  readonly network?: Located<string>;
}

export type Expectation = ReachExpectation | ResolveExpectation | HasExpectation;

export interface ExpectDeclaration extends DeclarationBase {
  readonly kind: 'expect';
  readonly expectation: Expectation | undefined;
}

/** A statement whose keyword is not known: kept, so that its block's names still count for nothing worse. */
export interface UnknownDeclaration extends DeclarationBase {
  readonly kind: 'unknown';
}

export type Declaration =
  | HostDeclaration
  | NetworkDeclaration
  | ContainerDeclaration
  | ConnectDeclaration
  | DisconnectDeclaration
  | LifecycleDeclaration
  | IncludeDeclaration
  | ExpectDeclaration
  | UnknownDeclaration;

/** What a name can be the name of. */
export type SymbolKind = 'host' | 'network' | 'container';

/** A name in one declaration, before it is looked up. */
export interface LocalReference {
  readonly kind: SymbolKind | 'alias';
  readonly name: string;
  readonly span: Span;
  readonly isDefinition: boolean;
  /**
   * What has to be declared under this name: `exact` something of the kind; `sender` a container or a host; nothing
   * (`free`) where an address or any DNS name would do as well.
   */
  readonly binding: 'exact' | 'sender' | 'free';
}

/** A declared name, wherever it is declared now. */
export interface DeclaredSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly span: Span;
  /** The N of `replicas N`: the name then stands for `NAME-1` … `NAME-N`. */
  readonly replicas?: number | undefined;
  /** The host that is named with `on`. */
  readonly on?: string | undefined;
}

/** A use of a name: `kind` says what it must name. An alias is a use without a declaration of its own kind. */
export interface Reference {
  readonly kind: SymbolKind | 'alias';
  readonly name: string;
  readonly declaration: number;
  readonly span: Span;
  readonly isDefinition: boolean;
}

/** One immutable program of one syntax tree. */
export interface Program {
  readonly tree: SyntaxTree;
  /** Parallel to `tree.statements`. */
  readonly declarations: readonly Declaration[];
  readonly chunks: Chunks;
  /** Whether another file is included, so that not all names are known here. */
  readonly hasIncludes: boolean;
  readonly symbols: {
    readonly host: LayeredMap<DeclaredSymbol>;
    readonly network: LayeredMap<DeclaredSymbol>;
    readonly container: LayeredMap<DeclaredSymbol>;
    /** Declarations whose name an earlier one has: their indexes. */
    readonly duplicates: ReadonlySet<number>;
  };
  /** The index of the declaration that declares a symbol of this program. */
  indexOf(symbol: DeclaredSymbol): number;
  /** Findings that need more than one declaration: duplicate names, unknown references. */
  readonly problems: readonly (BindingProblem & { readonly declaration: number })[];
}
