// Starts `offramp sandbox`: the providers' APIs on this machine, for tests in Node.

import { spawn } from 'node:child_process';

const WHERE =
  'install it with `cargo install offramp-core --features cli,sandbox`, or name it with OFFRAMP_BIN or the option `command`';

/** @see ./testing.d.ts */
export async function startSandbox(options = {}) {
  const {
    command = process.env.OFFRAMP_BIN || 'offramp',
    seed = 0,
    speed = 1,
    faults,
    limits = false,
    ledger,
    webhooks = {},
    listen = '127.0.0.1:0',
  } = options;
  const args = ['sandbox', '--json', '--listen', listen, '--seed', String(seed), '--speed', String(speed)];
  if (typeof faults === 'number' || typeof faults === 'string') args.push('--faults', String(faults));
  if (limits) args.push('--limits');
  if (ledger) args.push('--ledger', ledger);
  for (const [provider, url] of Object.entries(webhooks)) args.push('--webhook', `${provider}=${url}`);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const base = `http://${await listening(child, command)}`;
  // nobody waits for a sandbox that a test forgot to stop
  child.unref();
  child.stdout.unref();
  child.stderr.unref();
  const kill = () => child.kill();
  process.once('exit', kill);

  const ask = async (path, body) => {
    const answer = await fetch(
      `${base}/_sandbox${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the sandbox answers ${answer.status}: ${text}`);
    return text;
  };
  const json = async (path, body) => JSON.parse(await ask(path, body));
  const lines = (text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const sandbox = {
    url: base,
    providers: (await json('')).providers,
    ledger: async () => lines(await ask('/ledger')),
    orders: () => json('/orders'),
    faults: () => json('/faults'),
    setFaults: (wanted) => json('/faults', typeof wanted === 'object' ? wanted : { rate: wanted }),
    clock: () => json('/clock'),
    advance: (seconds) => json('/clock', { advance: seconds }),
    deposit: async (to, amount) => (await json('/deposits', { to, amount: String(amount) })).transactionHash,
    deliverTo: (provider, url, secret) => json('/webhooks', { provider, url, secret }),
    stop: () =>
      new Promise((resolve) => {
        process.removeListener('exit', kill);
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.ref();
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
  if (faults !== undefined && faults !== null && typeof faults === 'object') await sandbox.setFaults(faults);
  return sandbox;
}

/** The address that the program says it listens at. */
function listening(child, command) {
  return new Promise((resolve, reject) => {
    let out = '',
      said = '';
    child.once('error', (error) => {
      reject(error.code === 'ENOENT' ? new Error(`there is no program ${command}: ${WHERE}`, { cause: error }) : error);
    });
    child.once('exit', (code) => {
      const old = /unrecognized subcommand/.test(said) ? `; it has no sandbox: ${WHERE}` : '';
      reject(new Error(`${command} sandbox ended with ${code}: ${said.trim()}${old}`));
    });
    child.stderr.on('data', (piece) => {
      said += piece;
    });
    child.stdout.on('data', (piece) => {
      out += piece;
      const end = out.indexOf('\n');
      if (end < 0) return;
      try {
        resolve(JSON.parse(out.slice(0, end)).listening);
      } catch (error) {
        reject(error);
      }
    });
  });
}
