/** The format of the files in recorded/, as its README describes it. */

export interface Step {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ips: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly status: Readonly<Record<string, string>>;
}

export interface Reach {
  readonly after: number;
  readonly from: string;
  readonly to: string;
  readonly proto: 'icmp' | 'tcp' | 'udp';
  readonly port?: number;
  readonly via?: 'name';
  readonly ip?: string;
  readonly ok: boolean;
  readonly result: string;
  readonly by?: string;
  readonly seenSource?: string;
}

export interface Resolve {
  readonly after: number;
  readonly from: string;
  readonly name?: string;
  readonly ptr?: string;
  readonly addresses?: readonly string[] | null;
  readonly source?: 'hosts' | 'dns' | 'not-running' | null;
  readonly rcode?: string;
  readonly answer?: string;
  readonly ordersSeen?: readonly string[];
}

export interface Failure {
  readonly command: number;
  readonly exit?: number;
  readonly message: string;
}

export interface Expectation {
  readonly ips: Step['ips'];
  readonly status: Step['status'];
  readonly steps: readonly Step[];
  readonly containers: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly reach?: readonly Reach[];
  readonly resolves?: readonly Resolve[];
  readonly error?: Failure;
  readonly errors?: readonly Failure[];
}

export interface Scenario {
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly daemon?: readonly string[];
  readonly commands: readonly (readonly string[])[];
  readonly expect: Expectation;
  /** Milliseconds that the real engine took. */
  readonly tookMs?: number;
}

export interface Recording {
  readonly recordedFrom: { readonly engine: string };
  readonly topology: {
    readonly host: { readonly eth0: string; readonly defaultVia: string; readonly resolvConf: string };
    readonly lan: { readonly client: string; readonly router: string; readonly internet: string; readonly dns: string };
  };
  readonly images: Readonly<
    Record<string, { readonly listens: readonly string[]; readonly exposes: readonly string[] }>
  >;
  readonly scenarios: readonly Scenario[];
}
