/** What random scenarios are made of: few names and close subnets, so that commands meet, and the odd mistake. */

/** A value and how often it is drawn, relative to the others. */
export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

export const containerNames = ['ca', 'cb', 'cc', 'cd', 'ce', 'cf', 'cg', 'ch'] as const;

/** The default route follows the names in byte order; `A1` sorts before and `zz` after `bridge`. */
export const networkNames = ['n1', 'zz', 'A1', 'n2'] as const;

export const aliases = ['db', 'web', 'ca', 'DB'] as const;

export const images: Weighted<string> = [
  [5, 'web'],
  [3, 'multi'],
  [2, 'api'],
  [2, 'udp'],
  [2, 'bb'],
];

/** A subnet with the ip-ranges, gateways and static addresses that belong to it; some do not quite. */
export interface Subnet {
  readonly cidr: string;
  readonly ranges: readonly string[];
  readonly gateways: readonly string[];
  readonly addresses: readonly string[];
}

const subnet = (cidr: string, ranges: string, gateways: string, addresses: string): Subnet => ({
  cidr,
  ranges: ranges.split(' ').filter(Boolean),
  gateways: gateways.split(' ').filter(Boolean),
  addresses: addresses.split(' ').filter(Boolean),
});

export const subnets: Weighted<Subnet> = [
  [
    5,
    subnet(
      '10.10.0.0/24',
      '10.10.0.128/25 10.10.0.8/30 10.10.0.0/29 10.10.0.4/31 10.10.0.77/32 10.10.1.0/25',
      '10.10.0.254 10.10.0.2 10.10.0.129 10.10.0.8 10.10.1.1',
      '10.10.0.2 10.10.0.3 10.10.0.130 10.10.0.9 10.10.0.1 10.10.0.255 10.10.0.0 10.10.0.200 10.11.0.5',
    ),
  ],
  [3, subnet('10.10.0.0/29', '10.10.0.4/30 10.10.0.0/30', '10.10.0.6 10.10.0.3', '10.10.0.2 10.10.0.5 10.10.0.6')],
  [3, subnet('10.20.0.0/30', '10.20.0.2/31', '10.20.0.2', '10.20.0.2 10.20.0.1 10.20.0.3')],
  [2, subnet('10.20.0.8/29', '', '10.20.0.14', '10.20.0.10 10.20.0.11')],
  [2, subnet('172.18.0.0/16', '172.18.5.0/24', '172.18.0.5', '172.18.0.2 172.18.0.3 172.18.5.9')],
  [2, subnet('172.19.0.0/24', '172.19.0.64/26', '172.19.0.254', '172.19.0.2 172.19.0.70')],
  [1, subnet('172.18.4.0/24', '', '', '172.18.4.2 172.18.4.9')],
  [1, subnet('10.10.0.5/24', '', '', '10.10.0.5 10.10.0.9')],
  [1, subnet('10.0.0.0/8', '', '10.10.0.1', '10.10.0.2 10.200.200.17')],
  [1, subnet('10.30.0.0/31', '', '', '10.30.0.1')],
  [1, subnet('172.17.8.0/24', '', '', '172.17.8.2')],
  [1, subnet('192.168.0.0/20', '', '192.168.15.254', '192.168.0.2 192.168.7.7')],
];

export const publications: Weighted<string> = [
  [6, '8080:80'],
  [4, '8081:80'],
  [2, '127.0.0.1:8080:80'],
  [2, '192.0.2.10:8080:80'],
  [2, '8080-8082:80'],
  [1, '8080-8081:80-81'],
  [2, '8080:8080'],
  [2, '80'],
  [2, '80:80'],
  [2, '5353:5353/udp'],
  [1, '8080:5353/udp'],
  [1, '443:443'],
  [1, '203.0.113.5:8080:80'],
  [1, '8080:80/udp'],
  [1, '0:8080'],
  [1, '127.0.0.1::80'],
  [1, '192.0.2.10::80'],
  [1, '127.0.0.1:8080-8081:80'],
];

/** Ports worth trying: what images listen on, and what is published. */
export const ports: Weighted<readonly ['tcp' | 'udp', number]> = [
  [6, ['tcp', 80]],
  [4, ['tcp', 8080]],
  [2, ['tcp', 8081]],
  [1, ['tcp', 443]],
  [3, ['udp', 5353]],
  [1, ['udp', 8080]],
  [1, ['tcp', 32768]],
];
