/** Starts `offramp sandbox`: the providers' APIs on this machine, for tests in Node. No money moves. */

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** The program; by default what the variable OFFRAMP_BIN names, or `offramp` on the path. */
  command?: string;
  /** Where to listen; by default a free port of this machine. */
  listen?: string;
  /** What ids and faults are drawn from: the same requests get the same. */
  seed?: number;
  /** How many times faster than real time orders move; with 0 time stands still and passes by `advance` alone. */
  speed?: number;
  /** The share of all that goes wrong, or faults and their shares (docs/SANDBOX.md). */
  faults?: number | string | Record<string, number>;
  /** Whether requests are refused beyond the limits that the providers' documents have; false by default. */
  limits?: boolean;
  /** A file that the ledger is added to. */
  ledger?: string;
  /** Where a provider's events are delivered. */
  webhooks?: Record<string, string>;
}

/** What there is of a provider. */
export interface SandboxProvider {
  /** The base URL of its API. */
  url: string;
  /** What requests are built with, the base URL among it. */
  credentials: Record<string, string>;
  /** What its deliveries are signed with. */
  webhookSecret: string;
  /** Where its events are delivered, if anywhere. */
  webhookUrl: string | null;
}

/** Who was paid, or whose money came back. */
export interface LedgerEntry {
  entry: number;
  kind: 'paid' | 'returned';
  at: string;
  provider: string;
  order: string;
  to: string;
  amount: string;
  currency: string;
  operation: string;
  /** The number of the request that made the order. */
  request: number;
  key: string;
}

/** A sandbox that runs. */
export interface Sandbox {
  url: string;
  providers: Record<string, SandboxProvider>;
  ledger(): Promise<LedgerEntry[]>;
  orders(): Promise<Record<string, unknown>[]>;
  faults(): Promise<Record<string, unknown>>;
  /** What goes wrong from now on. */
  setFaults(faults: number | string | Record<string, number>): Promise<Record<string, unknown>>;
  clock(): Promise<{ now: string; speed: number }>;
  /** Lets so many seconds pass at once. */
  advance(seconds: number): Promise<{ now: string; speed: number }>;
  /** Tokens arrive at an address; answers the hash of their transaction. */
  deposit(to: string, amount: string | number): Promise<string>;
  /** Has a provider's events delivered to a URL. */
  deliverTo(provider: string, url: string, secret?: string): Promise<SandboxProvider>;
  stop(): Promise<void>;
}

/**
 * Starts the program and waits until it listens.
 *
 * @throws where there is no such program; the message says where to get it.
 */
export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
