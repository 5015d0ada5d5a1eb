// How many requests a second the sandbox answers, and whether its memory stays as it is: payments of SwiftPay, each with a key
// of its own, over connections that are kept.
//
// usage: node scripts/bench-sandbox.mjs [SECONDS] [PROGRAM]; with more than 60 seconds it fails where memory grows

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

const seconds = Number(process.argv[2] ?? 10);
const command = process.argv[3] ?? 'target/release/offramp';
const CONNECTIONS = 16;
const MOST_GROWTH = 1.1;

const child = spawn(command, ['sandbox', '--json', '--listen', '127.0.0.1:0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [first] = await new Promise((resolve) => createInterface(child.stdout).once('line', (line) => resolve([line])));
const [host, port] = JSON.parse(first).listening.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

let sent = 0,
  answered = 0;
function pay() {
  const number = sent++;
  const body = JSON.stringify({
    walletId: `w${number}`,
    amount: '25000',
    accountDetails: { accountNumber: '70341928561234', ifsc: 'SBIN0001234' },
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-service-id': 'transaction-service',
    'x-service-secret': 'sandbox_secret',
    'x-user-id': '1',
    'x-idempotency-key': `k${number}`,
  };
  return new Promise((resolve, reject) => {
    const out = request(
      { host, port, agent, method: 'POST', path: '/swiftpay/api/payment/off-ramp', headers },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
        );
      },
    );
    out.once('error', reject);
    out.end(body);
  });
}

const began = performance.now();
const passed = () => (performance.now() - began) / 1000;
let filled;
const worker = async () => {
  while (passed() < seconds) {
    await pay();
    answered += 1;
    // what is kept is bounded: from then on nothing is added that nothing makes room for
    if (answered === 150_000) filled = megabytes();
  }
};
await Promise.all(Array.from({ length: CONNECTIONS }, worker));
const rate = Math.round(answered / passed()),
  end = megabytes();
const growth = filled ? `, of which ${filled.toFixed(0)} when all was full` : '';
console.log(
  `sandbox: ${answered} payments in ${passed().toFixed(0)} s, ${rate} a second; ${end.toFixed(0)} MB${growth}`,
);
child.kill();
agent.destroy();
if (filled && end > filled * MOST_GROWTH) throw new Error('its memory grows');
if (seconds > 60 && !filled) throw new Error('too few payments to say whether memory grows');
