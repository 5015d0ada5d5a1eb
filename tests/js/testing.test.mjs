// The sandbox from Node, with the program that was built here.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { startSandbox } from '../../pkg/dist/testing.js';

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const command = `${target}/debug/offramp`;

test('a sandbox is started, asked and stopped', {
  skip: !existsSync(command) && 'the program is not built',
}, async () => {
  const sandbox = await startSandbox({ command, speed: 0, faults: { drop_after: 0 } });
  try {
    const { url, credentials } = sandbox.providers.swiftpay;
    const pay = () =>
      fetch(`${url}/api/payment/off-ramp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-service-id': credentials.serviceId,
          'x-service-secret': credentials.serviceSecret,
          'x-user-id': '1',
          'x-idempotency-key': 'k1',
        },
        body: JSON.stringify({ walletId: 'w', amount: '25000', accountDetails: { upiId: 'user@okaxis' } }),
      });
    assert.equal((await (await pay()).json()).data.payment.status, 'SUCCESS');
    assert.equal((await (await pay()).json()).metadata.idempotent, true);
    const [entry, ...others] = await sandbox.ledger();
    assert.deepEqual([entry.kind, entry.to, entry.amount, entry.key], ['paid', 'user@okaxis', '25000', 'k1']);
    assert.equal(others.length, 0);
    assert.equal((await sandbox.orders()).filter(({ provider }) => provider === 'swiftpay').length, 1);
    const before = Date.parse((await sandbox.clock()).now);
    assert.equal(Date.parse((await sandbox.advance(60)).now) - before, 60_000);
    assert.match(await sandbox.deposit('0x742d35Cc6634C0532925a3b8D4C9db96590f6C7E', 100), /^0x[0-9a-f]{64}$/);
    await sandbox.setFaults({ error_before: 1 });
    assert.equal((await pay()).status, 500);
  } finally {
    await sandbox.stop();
  }
  await assert.rejects(fetch(sandbox.url));
});

test('who has no program is told where to get it', async () => {
  await assert.rejects(
    startSandbox({ command: '/nowhere/offramp' }),
    /there is no program \/nowhere\/offramp: install it with/,
  );
});
