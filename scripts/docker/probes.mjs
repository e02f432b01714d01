// What a program in a container, on the host or on the LAN would see: who answers, and what a name stands for.
import { readFileSync } from 'node:fs';
import { addressOf } from './surroundings.mjs';

/** What a failed attempt is called in recordings, by what the kernel said. */
const results = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'net-unreachable',
  EHOSTUNREACH: 'host-unreachable',
  ECONNRESET: 'reset',
  EPERM: 'prohibited',
  EACCES: 'prohibited',
  connected: 'connected-no-answer',
};

const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];
const queryTypes = { a: 1, ptr: 12 };

/** A DNS question as a datagram, in hex. */
function question(name, type) {
  const labels = name.split('.').flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]);
  const end = name.endsWith('.') ? [] : [Buffer.from([0])];
  const header = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, ...labels, ...end, Buffer.from([0, queryTypes[type], 0, 1])]).toString('hex');
}

/** The name at an offset of a DNS message, and the offset after it. */
function nameAt(message, offset) {
  const labels = [];
  let next;
  for (let at = offset; message[at]; ) {
    if (message[at] >= 0xc0) {
      next ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
    } else {
      labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
      at += message[at] + 1;
      if (!message[at]) next ??= at + 1;
    }
  }
  return { name: labels.map((label) => `${label}.`).join(''), next: next ?? offset + 1 };
}

/** The response code and the answers of the asked type. */
function parseAnswer(message, type) {
  const answers = [];
  let at = nameAt(message, 12).next + 4;
  for (let left = message.readUInt16BE(6); left > 0; left--) {
    at = nameAt(message, at).next;
    const length = message.readUInt16BE(at + 8);
    if (message.readUInt16BE(at) === queryTypes[type])
      answers.push(
        type === 'a' ? message.subarray(at + 10, at + 10 + length).join('.') : nameAt(message, at + 10).name,
      );
    at += 10 + length;
  }
  return { rcode: rcodes[message[3] & 15] ?? 'RCODE', answers };
}

const isAddress = (text) => /^[0-9.]+$|:/.test(text);

export class Prober {
  #engine;
  #ids;
  #patience;

  /**
   * @param {import('./engine.mjs').Engine} engine
   * @param {import('./symbolic-ids.mjs').SymbolicIds} ids
   * @param {{ answer: number, name: number }} patience how long to wait, in milliseconds
   */
  constructor(engine, ids, patience) {
    this.#engine = engine;
    this.#ids = ids;
    this.#patience = patience;
  }

  /** Where packets are sent from: the machine, and the process there whose network namespace it is. */
  async #place(from) {
    const { host, lan } = this.#engine;
    if (from === 'host') return { machine: host, process: 0, root: host.path('') };
    if (from === 'lan') return { machine: lan, process: 0, root: lan.path('') };
    const { Pid: pid, Paused: paused } = (await this.#inspect(from))?.State ?? {};
    // `docker exec` starts nothing in a paused container.
    return pid && !paused ? { machine: host, process: pid, root: host.path(`/proc/${pid}/root`) } : undefined;
  }

  #inspect(container) {
    return this.#engine.api(`/containers/${container}/json`).catch(() => undefined);
  }

  /** The address that a probe's `to` stands for; a name where it is to be looked up; undefined where there is none. */
  async #target(to) {
    if (to in addressOf) return addressOf[to];
    if (to.startsWith('gw:')) {
      const network = await this.#engine.api(`/networks/${to.slice(3)}`).catch(() => undefined);
      if (!network) return undefined;
      const bridge = network.Options['com.docker.network.bridge.name'] ?? `br-${network.Id.slice(0, 12)}`;
      const { stdout } = await this.#engine.host.run(['ip', '-4', '-o', 'addr', 'show', 'dev', bridge]);
      return /inet ([0-9.]+)/.exec(stdout)?.[1];
    }
    if (!to.startsWith('@')) return to;
    const [container, network] = to.slice(1).split('/');
    const networks = (await this.#inspect(container))?.NetworkSettings?.Networks ?? {};
    const endpoints = network ? [networks[network]] : Object.values(networks);
    return endpoints.map((endpoint) => endpoint?.IPAddress).find(Boolean);
  }

  async #ask(place, name, type) {
    if (type === 'a') {
      const known = hostsEntries(readFileSync(`${place.root}/etc/hosts`, 'utf8'), name);
      if (known.length > 0) return { source: 'hosts', answers: known };
    }
    const servers = readFileSync(`${place.root}/etc/resolv.conf`, 'utf8');
    const reply = await place.machine.probe({
      process: place.process,
      protocol: 'udp',
      address: /^nameserver\s+(\S+)/m.exec(servers)?.[1] ?? '127.0.0.1',
      port: 53,
      milliseconds: this.#patience.name,
      payload: question(name, type),
    });
    if (!reply.startsWith('ok ')) return { source: 'dns', rcode: results[reply] ?? reply, answers: [] };
    return { source: 'dns', ...parseAnswer(Buffer.from(reply.slice(3), 'hex'), type) };
  }

  /**
   * Probes whether something answers.
   * @param {{ from: string, to: string, proto: 'icmp' | 'tcp' | 'udp', port?: number }} asked
   * @returns {Promise<object>} one entry of a recording's `reach`, without `after`
   */
  async reach({ from, to, proto, port }) {
    const asked = { from, to, proto, ...(port === undefined ? {} : { port }) };
    const failed = (result) => ({ ...asked, ok: false, result });
    const place = await this.#place(from);
    if (!place) return failed('not-running');
    let ip = await this.#target(to);
    if (!ip) return failed('no-address');
    let via = {};
    if (!isAddress(ip)) {
      const { source, rcode, answers } = await this.#ask(place, ip, 'a');
      if (answers.length === 0) return failed(`bad-name: ${source} ${rcode}`);
      ip = answers[0];
      via = { via: 'name' };
    }
    const reply = await place.machine.probe({
      process: place.process,
      protocol: proto,
      address: ip,
      port,
      milliseconds: this.#patience.answer,
    });
    const ok = reply === 'ok' || reply.startsWith('ok ');
    const said = Buffer.from(reply.slice(3), 'hex').toString();
    const by = /id=(\S+)/.exec(said)?.[1];
    const seenSource = /src=(\S+)/.exec(said)?.[1];
    return {
      ...asked,
      ...via,
      ip,
      ok,
      result: ok ? 'ok' : (results[reply] ?? reply),
      ...(ok && by ? { by: this.#ids.nameOf(by) ?? by } : {}),
      ...(ok && seenSource ? { seenSource } : {}),
    };
  }

  /**
   * Looks a name up, or the name of an address.
   * @param {{ from: string, name?: string, ptr?: string, ordersSeen?: readonly string[] }} asked with `ordersSeen`, 30 times
   * @returns {Promise<object>} one entry of a recording's `resolves`, without `after`
   */
  async resolve({ from, name, ptr, ordersSeen }) {
    const place = await this.#place(from);
    if (!place) return { from, ...(ptr ? { ptr } : { name, addresses: null }), source: 'not-running' };
    if (ptr !== undefined) {
      const address = await this.#target(ptr);
      if (!address) return { from, ptr, answer: 'no-address' };
      const { rcode, answers } = await this.#ask(
        place,
        `${address.split('.').reverse().join('.')}.in-addr.arpa`,
        'ptr',
      );
      return { from, ptr, answer: this.#ids.symbolic(`${rcode} ${answers.join(',')}`).trim() };
    }
    const [, digits, container] = /^id(12|64):(.+)$/.exec(name) ?? [];
    const asked = container ? (await this.#inspect(container)).Id.slice(0, Number(digits)) : name;
    const replies = [];
    for (let i = 0; i < (ordersSeen ? 30 : 1); i++) replies.push(await this.#ask(place, asked, 'a'));
    const { source, rcode, answers } = replies.at(-1);
    return {
      from,
      name,
      addresses: answers.length > 0 ? answers.sort() : null,
      source,
      ...(source === 'dns' ? { rcode } : {}),
      ...(ordersSeen ? { ordersSeen: [...new Set(replies.map((reply) => reply.answers.join(',')))].sort() } : {}),
    };
  }
}

/** The IPv4 addresses that a hosts file gives a name. */
function hostsEntries(text, name) {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(
      ([address, ...names]) => !address.includes(':') && names.some((n) => n.toLowerCase() === name.toLowerCase()),
    )
    .map(([address]) => address);
}
